import type { ObservableInput } from 'rxjs';
import { type PullOptions, toReadableStream } from './to-readable-stream.ts';

/**
 * Makes an `AsyncIterable` of an Observable, at the end of a `pipe` of functions or called with the Observable. Each
 * iteration is a subscription of its own, made when the first value is asked for. With a `gate` the wire is held back
 * while `highWaterMark` values are waiting. Ends when the source completes; its error is thrown after what was waiting.
 * `break` leaves the source, also while a value is awaited.
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
export function toAsyncIterable<T>(options?: PullOptions): (source: ObservableInput<T>) => AsyncIterable<T> {
  return (source) => ({ [Symbol.asyncIterator]: () => iterate(toReadableStream<T>(options)(source)) });
}

function iterate<T>(stream: ReadableStream<T>): AsyncIterator<T, undefined> {
  const reader = stream.getReader();
  return {
    next: async () => {
      const { done, value } = await reader.read();
      return done ? { done, value: undefined } : { done, value };
    },
    return: async () => {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
}
