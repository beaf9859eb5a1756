import { describe, expect, it } from '@jest/globals';
import type { Observable } from 'rxjs';
import { firstValueFrom, lastValueFrom, take } from 'rxjs';
import { finalText, fromAsyncIterable, type MessageStreamEvent, textDeltas } from '../../lib/index.ts';
import { messageEvents } from '../../lib/testing/index.ts';

const hello = messageEvents('Hello there');

/** An async iterable that yields some events and then stalls; records whether it has been closed. */
function stalled(events: readonly MessageStreamEvent[]) {
  let closed = 0;
  let asked = 0;
  const iterator: AsyncIterator<MessageStreamEvent> = {
    next: () => {
      const value = events[asked++];
      return value ? Promise.resolve({ value, done: false }) : new Promise(() => undefined);
    },
    return: () => {
      closed++;
      return Promise.resolve({ value: undefined, done: true });
    },
  };
  return { [Symbol.asyncIterator]: () => iterator, closed: () => closed, asked: () => asked };
}

describe('fromAsyncIterable', () => {
  it('calls the factory per subscription', async () => {
    let made = 0;
    async function* other() {
      made++;
      for (const event of hello) yield await Promise.resolve(event);
    }
    const text$ = fromAsyncIterable(() => other()).pipe(finalText());
    expect(made).toBe(0);
    expect([await lastValueFrom(text$), await lastValueFrom(text$)]).toEqual(['Hello there', 'Hello there']);
    expect(made).toBe(2);
  });

  it('closes a stalled iterable, aborts its controller and its signal on unsubscribe', async () => {
    const source = Object.assign(stalled(hello.slice(0, 3)), { controller: new AbortController() });
    let signal: AbortSignal | undefined;
    const text$ = fromAsyncIterable((given) => {
      signal = given;
      return Promise.resolve(source);
    }).pipe(textDeltas());
    expect(await firstValueFrom(text$)).toBe('Hello');
    expect([source.closed(), source.controller.signal.aborted, signal?.aborted]).toEqual([1, true, true]);
  });

  it('closes an iterable that opens only after unsubscribe', async () => {
    const source = stalled(hello);
    let open!: (iterable: typeof source) => void;
    fromAsyncIterable(() => new Promise<typeof source>((resolve) => (open = resolve)))
      .subscribe({ error: () => undefined })
      .unsubscribe();
    open(source);
    await new Promise(setImmediate);
    expect([source.closed(), source.asked()]).toEqual([1, 0]);
  });

  it('requests only as many values as the consumer takes', async () => {
    const source = stalled(hello);
    await lastValueFrom(fromAsyncIterable(() => source).pipe(take(2)));
    expect(source.asked()).toBe(2);
  });

  it.each([
    [
      'the factory throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['the factory rejects', () => Promise.reject(new Error('broken'))],
    [
      'the iterable fails',
      async function* () {
        yield await Promise.reject<MessageStreamEvent>(new Error('broken'));
      },
    ],
    [
      'it is not iterable',
      () => ({
        [Symbol.asyncIterator]: () => {
          throw new Error('broken');
        },
      }),
    ],
  ])('passes the error on when %s', async (_, factory) => {
    const events$: Observable<unknown> = fromAsyncIterable(factory as () => AsyncIterable<MessageStreamEvent>);
    await expect(lastValueFrom(events$)).rejects.toThrow('broken');
  });
});
