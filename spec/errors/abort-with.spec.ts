import { getEventListeners } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { NEVER, type Observer, of, type Subscription } from 'rxjs';
import { abortWith } from '../../lib/errors/abort-with.ts';

const listeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length;

function observed() {
  const seen: unknown[] = [];
  const observer: Observer<unknown> = {
    next: (value) => seen.push(value),
    error: (error: Error) => seen.push([error.name, error.message, error.cause]),
    complete: () => seen.push('complete'),
  };
  return { seen, observer };
}
const aborted = (reason: unknown) => [['APIUserAbortError', 'The signal in the options aborted the request.', reason]];

describe('abortWith', () => {
  it('returns the source without a signal', () => {
    expect(abortWith(undefined)(NEVER)).toBe(NEVER);
  });

  it('passes the source on, and removes its listener when it completes', () => {
    const { signal } = new AbortController();
    const { seen, observer } = observed();
    of(1, 2).pipe(abortWith(signal)).subscribe(observer);
    expect({ seen, listeners: listeners(signal) }).toEqual({ seen: [1, 2, 'complete'], listeners: 0 });
  });

  it('reports an abort with its reason', () => {
    const controller = new AbortController();
    const { seen, observer } = observed();
    NEVER.pipe(abortWith(controller.signal)).subscribe(observer);
    expect(seen).toEqual([]);
    controller.abort('the user left');
    expect(seen).toEqual(aborted('the user left'));
  });

  it('reports an earlier abort without subscribing to the source', () => {
    const { seen, observer } = observed();
    const signal = AbortSignal.abort('too late');
    of(1).pipe(abortWith(signal)).subscribe(observer);
    expect({ seen, listeners: listeners(signal) }).toEqual({ seen: aborted('too late'), listeners: 0 });
  });

  it('adds one listener for all streams of a signal, which the last unsubscribe removes', () => {
    const { signal } = new AbortController();
    const counts: number[] = [];
    const count = () => counts.push(listeners(signal));
    const subscriptions: Subscription[] = Array.from({ length: 20 }, () => NEVER.pipe(abortWith(signal)).subscribe());
    count();
    for (const subscription of subscriptions.slice(1)) subscription.unsubscribe();
    count();
    subscriptions[0]?.unsubscribe();
    count();
    expect(counts).toEqual([1, 1, 0]);
  });

  it('reports one abort to every stream of a signal', () => {
    const controller = new AbortController();
    const [first, second] = [observed(), observed()];
    NEVER.pipe(abortWith(controller.signal)).subscribe(first.observer);
    NEVER.pipe(abortWith(controller.signal)).subscribe(second.observer);
    controller.abort('both');
    expect([first.seen, second.seen]).toEqual([aborted('both'), aborted('both')]);
  });
});
