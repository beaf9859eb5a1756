import { type MonoTypeOperatorFunction, Observable } from 'rxjs';
import { createAPIError } from '../errors/create-api-error.ts';
import { readErrorEnvelope } from '../errors/error-envelope.ts';
import { guardObserver } from '../errors/guard-observer.ts';
import { NotAnEventStreamError } from '../errors/not-an-event-stream-error.ts';
import { parseJSON } from '../types/parse-json.ts';

/** The most characters to read of a body that is not an event stream, so that the error can quote it. */
const readAtMost = 64 * 1024;
/** The length of `event:` and `retry:`. */
const longestField = 6;

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
      const field = new FirstField(labelled);
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
            const text = decoder.decode(chunk, { stream: true });
            body += text;
            if (field.isIn(text)) release();
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

const anyLine = /(?:^|[\r\n])(?:(?:event|data|id|retry)?:|data(?![^\r\n]))/;
const firstLine = /^(?:event|data|id|retry)?:/;

/**
 * Finds the field that shows that a body is an event stream; without a content type, only in the first line. It keeps only
 * the beginning of the current line, because searching the entire body after each chunk would take quadratic time.
 */
class FirstField {
  readonly #labelled: boolean;
  #first = '';
  #line = '';

  constructor(labelled: boolean) {
    this.#labelled = labelled;
  }

  /** Whether the field is in the body up to this text. */
  isIn(text: string): boolean {
    const line = this.#first === '' ? text.trimStart() : this.#line + text;
    this.#first ||= line.charAt(0);
    if ('{[<"'.includes(this.#first)) return false;
    const start = this.#labelled ? Math.max(line.lastIndexOf('\n'), line.lastIndexOf('\r')) + 1 : 0;
    this.#line = line.slice(start, start + longestField);
    return (this.#labelled ? anyLine : firstLine).test(line);
  }
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
