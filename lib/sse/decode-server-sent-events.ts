import { createParser } from 'eventsource-parser';
import { Observable, type OperatorFunction } from 'rxjs';
import { MalformedStreamError } from '../errors/malformed-stream-error.ts';
import type { ServerSentEvent } from '../types/server-sent-event.ts';

/**
 * Decodes a body to server-sent events. What one chunk holds is emitted in one synchronous run; an event without its
 * final blank line is dropped, as the standard says. `MalformedStreamError` when one event exceeds `maxEventBytes`.
 */
export function decodeServerSentEvents(maxEventBytes: number): OperatorFunction<Uint8Array | string, ServerSentEvent> {
  return (source) =>
    new Observable((subscriber) => {
      const decoder = new TextDecoder();
      let retry: number | undefined;
      const refuse = () => {
        const advice = 'Raise it if you trust the server.';
        const message = `One event of the stream is larger than maxEventBytes (${maxEventBytes}). ${advice}`;
        subscriber.error(new MalformedStreamError(message));
      };
      const parser = createParser({
        maxBufferSize: maxEventBytes,
        onEvent: (message) => {
          // The parser bounds only what it keeps between chunks.
          if (message.data.length > maxEventBytes) {
            refuse();
            return;
          }
          const event: ServerSentEvent = message;
          if (retry !== undefined) event.retry = retry;
          retry = undefined;
          subscriber.next(event);
        },
        onRetry: (milliseconds) => {
          retry = milliseconds;
        },
        onError: ({ type }) => {
          // Unknown fields are to be ignored; only a full buffer ends the parser.
          if (type === 'max-buffer-size-exceeded') refuse();
        },
      });
      return source.subscribe({
        next: (chunk) => {
          // A source that emits synchronously cannot be left before it is done, and a full parser throws.
          if (subscriber.closed) return;
          parser.feed(typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }));
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => subscriber.complete(),
      });
    });
}
