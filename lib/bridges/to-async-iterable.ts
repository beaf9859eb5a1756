import type { ObservableInput } from 'rxjs';
import { checkPullOptions, type PullOptions, toReadableStream } from './to-readable-stream.ts';

/**
 * Makes an `AsyncIterable` of an Observable, at the end of a `pipe` of functions or called with the Observable. Each
 * iteration is a subscription of its own, made when the loop asks for the first value. With a `gate` the wire is held back
 * while `highWaterMark` values are waiting. Ends when the source completes. An error of the source is thrown once, after
 * the values that were waiting; then the iterator is done. `break` unsubscribes from the source, also while the loop waits
 * for a value, and never throws. Throws `InvalidOptionsError` for a wrong option.
 *
 * @example A reply in a loop
 * ```ts
 * import { type MessageStreamEvent, textDeltas, toAsyncIterable } from 'anthropic-rxjs';
 * import type { Observable } from 'rxjs';
 *
 * const print = async (events$: Observable<MessageStreamEvent>) => {
 *   for await (const text of toAsyncIterable<string>()(events$.pipe(textDeltas()))) {
 *     console.log(text);
 *     if (text.includes('.')) break;
 *   }
 * };
 * ```
 * @see toReadableStream
 */
export function toAsyncIterable<T>(options: PullOptions = {}): (source: ObservableInput<T>) => AsyncIterable<T> {
  checkPullOptions('toAsyncIterable', options);
  return (source) => ({ [Symbol.asyncIterator]: () => iterate(toReadableStream<T>(options)(source)) });
}

/** A reader keeps failing after an error and fails when it is left after one; an iterator fails once. */
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
