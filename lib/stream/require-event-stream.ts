import { type MonoTypeOperatorFunction, Observable } from 'rxjs';
import { guardObserver } from '../errors/guard-observer.ts';
import { NotAnEventStreamError } from '../errors/not-an-event-stream-error.ts';

/** A body that is none is read this far, so that the error can show its beginning; in characters. */
const shown = 500;

/**
 * Mirrors the body of a response that says it is an event stream, or that looks like one from its first characters.
 * Any other ends with `NotAnEventStreamError`, which shows how the body begins.
 */
export function requireEventStream(response: Response): MonoTypeOperatorFunction<Uint8Array> {
  const contentType = response.headers.get('content-type');
  if (response.body && mediaType(contentType) === 'text/event-stream') return (source) => source;
  return (source) =>
    new Observable((subscriber) => {
      const decoder = new TextDecoder();
      const held: Uint8Array[] = [];
      let body = '';
      let accepted = false;
      const refuse = () => {
        const requestId = response.headers.get('request-id');
        subscriber.error(new NotAnEventStreamError({ contentType, body, status: response.status, requestId }));
      };
      source.subscribe(
        guardObserver<Uint8Array>(subscriber, {
          next: (chunk) => {
            if (accepted) {
              subscriber.next(chunk);
              return;
            }
            held.push(chunk);
            body += decoder.decode(chunk.subarray(0, 4 * shown), { stream: true }); // at most four bytes a character
            accepted = /^(?:(?:event|data|id|retry)?:|[\r\n])/.test(body);
            if (accepted) held.splice(0).forEach((chunk) => subscriber.next(chunk));
            else if (body.length >= shown) refuse();
          },
          complete: () => {
            if (accepted) subscriber.complete();
            else refuse();
          },
        }),
      );
    });
}

/** The type without its parameters, such as `text/html` of `text/html; charset=utf-8`. */
function mediaType(contentType: string | null): string | undefined {
  return contentType?.split(/[;,]/, 1)[0]?.trim().toLowerCase();
}
