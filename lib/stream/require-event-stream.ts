import { type MonoTypeOperatorFunction, Observable } from 'rxjs';
import { createAPIError } from '../errors/create-api-error.ts';
import { readErrorEnvelope } from '../errors/error-envelope.ts';
import { guardObserver } from '../errors/guard-observer.ts';
import { NotAnEventStreamError } from '../errors/not-an-event-stream-error.ts';
import { parseJSON } from '../types/parse-json.ts';

/** The most characters to read of a body that is not an event stream, so that the error can quote it. */
const readAtMost = 64 * 1024;

/**
 * Mirrors the body of a response that is an event stream. A body of JSON, markup or other text ends with the
 * `APIError` that it describes, or else with `NotAnEventStreamError`, which quotes its beginning. Its content type does not
 * matter.
 */
export function requireEventStream(response: Response): MonoTypeOperatorFunction<Uint8Array> {
  const contentType = response.headers.get('content-type');
  const labelled = response.body !== null && mediaType(contentType) === 'text/event-stream';
  return (source) =>
    new Observable((subscriber) => {
      const decoder = new TextDecoder();
      const held: Uint8Array[] = [];
      let body = '';
      let accepted = false;
      const release = () => {
        accepted = true;
        for (const chunk of held.splice(0)) subscriber.next(chunk);
      };
      source.subscribe(
        guardObserver<Uint8Array>(subscriber, {
          next: (chunk) => {
            if (accepted) {
              subscriber.next(chunk);
              return;
            }
            held.push(chunk);
            body += decoder.decode(chunk, { stream: true });
            if (isEventStream(body, labelled)) release();
            else if (body.length >= readAtMost) subscriber.error(notAnEventStream(response, body));
          },
          complete: () => {
            // An empty stream is an incomplete one, which the decoder reports.
            if (accepted || (labelled && body.trim() === '')) subscriber.complete();
            else subscriber.error(notAnEventStream(response, body));
          },
        }),
      );
    });
}

/** Without a content type, only a field in the first line shows that a body is an event stream. */
function isEventStream(body: string, labelled: boolean): boolean {
  const text = body.trimStart();
  if (/^[{[<"]/.test(text)) return false;
  return labelled ? /^(?:(?:event|data|id|retry)?:|data$)/m.test(text) : /^(?:event|data|id|retry)?:/.test(text);
}

function notAnEventStream(response: Response, body: string): Error {
  const { headers, status } = response;
  if (readErrorEnvelope(parseJSON(body))) return createAPIError({ text: body, headers });
  const requestId = headers.get('request-id');
  return new NotAnEventStreamError({ contentType: headers.get('content-type'), body, status, requestId });
}

/** The type without its parameters, such as `text/html` of `text/html; charset=utf-8`. */
function mediaType(contentType: string | null): string | undefined {
  return contentType?.split(/[;,]/, 1)[0]?.trim().toLowerCase();
}
