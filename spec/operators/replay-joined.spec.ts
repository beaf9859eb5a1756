import { describe, expect, it } from '@jest/globals';
import { Observable, take } from 'rxjs';
import { replayJoined } from '../../lib/operators/replay-joined.ts';
import type { MessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import { text, textStart } from '../support/block-events.ts';
import { messageStart, messageStop } from '../support/events.ts';

const [S, B] = [messageStart(), textStart(0)];
/** A subject, and a function that records the events of a subscriber. */
function subject() {
  const events$ = replayJoined<MessageStreamEvent>();
  const record = () => {
    const seen: unknown[] = [];
    events$.subscribe({
      next: (event) => seen.push(event),
      error: (error) => seen.push(error),
      complete: () => seen.push('complete'),
    });
    return seen;
  };
  return { events$, record };
}

describe('replayJoined', () => {
  it('replays earlier events with joined deltas, then emits new ones', () => {
    const { events$, record } = subject();
    for (const event of [S, B, text(0, 'a'), text(0, 'b')]) events$.next(event);
    const late = record();
    events$.next(text(0, 'c'));
    events$.complete();
    expect(late).toEqual([S, B, text(0, 'ab'), text(0, 'c'), 'complete']);
    expect(record()).toEqual([S, B, text(0, 'abc'), 'complete']);
  });

  it('replays before an error', () => {
    const { events$, record } = subject();
    events$.next(S);
    const early = record();
    events$.error('broke');
    expect([early, record()]).toEqual([
      [S, 'broke'],
      [S, 'broke'],
    ]);
  });

  it('keeps the order when an event is sent while another is emitted or replayed', () => {
    const { events$, record } = subject();
    const seen: unknown[] = [];
    events$.subscribe({
      next: (event) => {
        seen.push(event);
        if (event === S) {
          events$.next(B);
          events$.complete();
        }
      },
      error: () => undefined,
      complete: () => seen.push('complete'),
    });
    const second = record();
    events$.next(S);
    expect([seen, second]).toEqual([
      [S, B, 'complete'],
      [S, B, 'complete'],
    ]);
  });

  it('emits events that are sent during a replay after it', () => {
    const { events$ } = subject();
    events$.next(S);
    events$.next(B);
    const seen: unknown[] = [];
    events$.subscribe({
      next: (event) => {
        seen.push(event);
        if (event === S) {
          events$.next(messageStop);
          events$.complete();
        }
      },
      error: () => undefined,
      complete: () => seen.push('complete'),
    });
    expect(seen).toEqual([S, B, messageStop, 'complete']);
  });

  it('stops a replay that is unsubscribed', () => {
    const { events$ } = subject();
    for (const event of [S, B, messageStop]) events$.next(event);
    const seen: unknown[] = [];
    const all$ = new Observable<MessageStreamEvent>((subscriber) => events$.subscribe(subscriber));
    all$.pipe(take(1)).subscribe((event) => seen.push(event));
    expect(seen).toEqual([S]);
  });

  it('errors for a value that is not an event', () => {
    const { events$, record } = subject();
    const seen = record();
    events$.next(null as unknown as MessageStreamEvent);
    expect(seen).toEqual([expect.objectContaining({ name: 'TypeError' })]);
  });
});
