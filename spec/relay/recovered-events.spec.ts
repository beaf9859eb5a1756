import { describe, expect, it } from '@jest/globals';
import { from, toArray } from 'rxjs';
import { recoveredEvents } from '../../lib/relay/recovered-events.ts';
import type { BetaMessage, BetaMessageStreamEvent } from '../../lib/index.ts';
import { text } from '../support/block-events.ts';
import { emptyMessage, reply } from '../support/events.ts';

const { S, B, a, b, E, D, X } = reply;

function recover(kept: BetaMessageStreamEvent[], rest: BetaMessageStreamEvent[]) {
  const asked: (BetaMessage | undefined)[] = [];
  let events: unknown;
  recoveredEvents(kept, (partial) => {
    asked.push(partial);
    return from(rest);
  })
    .pipe(toArray())
    .subscribe({ next: (all) => (events = all), error: (error: unknown) => (events = error) });
  return { asked, events };
}

describe('recoveredEvents', () => {
  it('never request a complete reply', () => {
    expect(recover([S, B, a, E, D, X], [S])).toEqual({ asked: [], events: [] });
  });

  it('end a reply that lacks only message_stop', () => {
    expect(recover([S, B, a, E, D], [S])).toEqual({ asked: [], events: [X] });
  });

  it('are those of a new request when nothing has begun', () => {
    expect(recover([], [S, B, a, E, D, X])).toEqual({ asked: [undefined], events: [S, B, a, E, D, X] });
  });

  it('have no second beginning when nothing but that was kept', () => {
    expect(recover([S], [S, B, a, E, D, X])).toEqual({ asked: [undefined], events: [B, a, E, D, X] });
  });

  it('continue after the content that was kept', () => {
    const { asked, events } = recover([S, B, a], [S, B, b, E, D, X]);
    expect(asked).toEqual([{ ...emptyMessage, content: [{ type: 'text', text: 'a' }] }]);
    expect(events).toEqual(expect.arrayContaining([text(0, 'b')]));
    expect(events).not.toContainEqual(text(0, 'a'));
    expect((events as BetaMessageStreamEvent[]).filter(({ type }) => type === 'message_start')).toEqual([]);
  });
});
