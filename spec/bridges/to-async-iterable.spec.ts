import { describe, expect, it } from '@jest/globals';
import { defer, from, Observable, type ObservableInput, Subject } from 'rxjs';
import { createGate } from '../../lib/bridges/create-gate.ts';
import { toAsyncIterable } from '../../lib/bridges/to-async-iterable.ts';
import { notSources } from '../support/not-sources.ts';

const broken = new Error('broken');
const end = { done: true, value: undefined };
/** A stream asks its source in a microtask. */
const started = () => new Promise(setImmediate);

describe('toAsyncIterable', () => {
  it('yields the values of the source, again in each iteration', async () => {
    let subscriptions = 0;
    const source = new Observable<number>((subscriber) => {
      subscriptions++;
      from([1, 2]).subscribe(subscriber);
    });
    const iterable = toAsyncIterable()(source);
    expect(subscriptions).toBe(0);
    const seen: number[] = [];
    for await (const value of iterable) seen.push(value);
    for await (const value of iterable) seen.push(value);
    expect({ seen, subscriptions }).toEqual({ seen: [1, 2, 1, 2], subscriptions: 2 });
  });

  it('unsubscribes from the source at break', async () => {
    const source = new Subject<number>();
    const iterator = toAsyncIterable()(source)[Symbol.asyncIterator]();
    const first = iterator.next();
    await started();
    source.next(1);
    expect(await first).toEqual({ done: false, value: 1 });
    expect(await iterator.return?.()).toEqual({ done: true, value: undefined });
    expect(source.observed).toBe(false);
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  it('unsubscribes from the source also while a value is awaited', async () => {
    const source = new Subject<number>();
    const iterator = toAsyncIterable()(source)[Symbol.asyncIterator]();
    const pending = iterator.next();
    await started();
    await iterator.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(source.observed).toBe(false);
  });

  it('throws the error of the source after the buffered values', async () => {
    const source = new Subject<number>();
    const seen: unknown[] = [];
    const loop = (async () => {
      try {
        for await (const value of toAsyncIterable()(source)) {
          seen.push(value);
          await new Promise(setImmediate);
        }
      } catch (error) {
        seen.push(error);
      }
    })();
    await started();
    for (const value of [1, 2, 3]) source.next(value);
    source.error(broken);
    await loop;
    expect(seen).toEqual([1, 2, 3, broken]);
  });

  it('pauses the source with its gate', async () => {
    const gate = createGate();
    const states: boolean[] = [];
    gate.paused$.subscribe((paused) => states.push(paused));
    const source = new Subject<number>();
    const iterator = toAsyncIterable({ gate, highWaterMark: 1 })(source)[Symbol.asyncIterator]();
    const first = iterator.next();
    await started();
    for (const value of [1, 2]) source.next(value);
    await first;
    await iterator.next();
    void iterator.next();
    await started();
    expect(states).toEqual([false, true, false]);
    await iterator.return?.();
  });

  it('throws nothing at break, also when the source has failed meanwhile', async () => {
    const source = new Subject<number>();
    const iterator = toAsyncIterable()(source)[Symbol.asyncIterator]();
    const first = iterator.next();
    await started();
    source.next(1);
    await first;
    source.error(broken);
    expect(await iterator.return?.()).toEqual(end);
    expect(await iterator.next()).toEqual(end);
  });

  it('throws an error once, to the first of the calls that wait', async () => {
    const source = new Subject<number>();
    const iterator = toAsyncIterable()(source)[Symbol.asyncIterator]();
    const calls = [iterator.next(), iterator.next(), iterator.next()];
    await started();
    source.next(1);
    source.error(broken);
    expect(await Promise.allSettled(calls)).toEqual([
      { status: 'fulfilled', value: { done: false, value: 1 } },
      { status: 'rejected', reason: broken },
      { status: 'fulfilled', value: end },
    ]);
    expect(await iterator.next()).toEqual(end);
  });

  it.each<[string, ObservableInput<number>]>([
    [
      'throws when it is subscribed',
      new Observable<number>(() => {
        throw broken;
      }),
    ],
    ['rejects', defer(() => Promise.reject(broken))],
  ])('rejects next() with the error of a source that %s', async (_, source) => {
    const iterator = toAsyncIterable()(source)[Symbol.asyncIterator]();
    await expect(iterator.next()).rejects.toBe(broken);
    expect(await iterator.next()).toEqual(end);
  });

  it('rejects next() with an error for an argument that is not a source', async () => {
    const iterator = toAsyncIterable()(5 as unknown as Observable<number>)[Symbol.asyncIterator]();
    await expect(iterator.next()).rejects.toThrow('5');
  });
});

describe('toAsyncIterable of a value that is not a source', () => {
  it.each(notSources)('refuses %p when it is read', async (source, problem) => {
    const iterator = toAsyncIterable()(source as never)[Symbol.asyncIterator]();
    await expect(iterator.next()).rejects.toMatchObject({
      name: 'InvalidOptionsError',
      message: `toAsyncIterable: source: ${problem}; pass an Observable, a promise or an iterable`,
    });
  });
});
