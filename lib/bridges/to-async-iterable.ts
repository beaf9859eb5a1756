import type { ObservableInput } from 'rxjs';
import { checkPullOptions, pullSource, type PullOptions, toReadableStream } from './to-readable-stream.ts';

/**
 * Converts an Observable to an `AsyncIterable`: call the result with the Observable, or put it at the end of a `pipe`
 * of functions. Each iteration subscribes when the loop requests the first value. A `gate` closes while `highWaterMark`
 * values wait. The iteration ends when the source completes. It throws an error of the source once, after the waiting
 * values; after that, the iterator is done. `break` unsubscribes from the source, even during a wait for a value, and
 * never throws. Throws `InvalidOptionsError` for a wrong option.
 *
 * @example A reply in a loop
 * ```ts
 * import { type MessageStreamEvent, textDeltas, toAsyncIterable } from 'anthropic-rxjs';
 * import type { Observable } from 'rxjs';
 *
 * const print = async (events$: Observable<MessageStreamEvent>) => {
 *   for await (const text of toAsyncIterable()(events$.pipe(textDeltas()))) {
 *     console.log(text);
 *     if (text.includes('.')) break;
 *   }
 * };
 * ```
 * @see toReadableStream
 */
export function toAsyncIterable(options: PullOptions = {}): <T>(source: ObservableInput<T>) => AsyncIterable<T> {
  checkPullOptions('toAsyncIterable', options);
  return (source) => {
    const source$ = pullSource('toAsyncIterable', source);
    return { [Symbol.asyncIterator]: () => iterate(toReadableStream(options)(source$)) };
  };
}

/** After an error a reader rejects every read, and rejects its cancellation; an iterator throws once. */
function iterate<T>(stream: ReadableStream<T>): AsyncIterator<T, undefined> {
  const reader = stream.getReader();
  const end = { done: true, value: undefined } as const;
  let ended = false;
  return {
    next: async () => {
      try {
        const { done, value } = await reader.read();
        return done ? end : { done, value };
      } catch (error) {
        if (ended) return end;
        ended = true;
        throw error;
      }
    },
    return: async () => {
      ended = true;
      await reader.cancel().catch(() => undefined);
      return end;
    },
  };
}
