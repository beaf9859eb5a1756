import type { Observable } from 'rxjs';
import { decodeServerSentEvents } from '../sse/decode-server-sent-events.ts';
import type { MessageStreamEvent } from '../types/message-stream-event.ts';
import { decodeMessageEvents } from './decode-message-events.ts';
import { fromAsyncIterable } from './from-async-iterable.ts';

/** The largest event taken, in characters; as the client's default. */
const maxEventBytes = 16 * 1024 * 1024;

/**
 * Emits the message events in a body of server-sent events: a recorded file, a relayed response, any `ReadableStream` or
 * async iterable of bytes or strings. Completes with the body. Errors: those of `messages.stream` that can happen once
 * the body is there. Unsubscribing cancels the body. A body can be read once, so subscribe once.
 *
 * @example Replay what a relay sent
 * ```ts
 * import { fromServerSentEvents, textDeltas } from 'anthropic-rxjs';
 * import { from, switchMap } from 'rxjs';
 *
 * from(fetch('/replies/42'))
 *   .pipe(switchMap(({ body }) => fromServerSentEvents(body ?? new ReadableStream())), textDeltas())
 *   .subscribe((text) => console.log(text));
 * ```
 */
export function fromServerSentEvents(
  body: ReadableStream<Uint8Array | string> | AsyncIterable<Uint8Array | string>,
): Observable<MessageStreamEvent> {
  const events$ = fromAsyncIterable(() => chunksOf(body)).pipe(
    decodeServerSentEvents(maxEventBytes),
    decodeMessageEvents(),
  );
  return events$ as Observable<MessageStreamEvent>; // what was recorded without beta headers holds no beta members
}

function chunksOf<T>(body: ReadableStream<T> | AsyncIterable<T>): AsyncIterable<T> {
  const given: unknown = body; // also what its type forbids, such as a Response
  if (typeof given !== 'object' || given === null || !('getReader' in given || Symbol.asyncIterator in given)) {
    throw new TypeError('fromServerSentEvents: give a ReadableStream or an async iterable, such as response.body.');
  }
  return 'getReader' in body ? readerOf(body) : body;
}

/** A reader as an async iterable, which browsers do not all give, that also stops a read under way. */
function readerOf<T>(stream: ReadableStream<T>): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]: () => {
      const reader = stream.getReader();
      return {
        next: () => reader.read() as Promise<IteratorResult<T>>, // the DOM's type lets a last chunk carry a value
        return: () => reader.cancel().then(() => ({ done: true, value: undefined })),
      };
    },
  };
}
