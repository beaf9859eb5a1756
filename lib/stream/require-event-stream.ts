import type { MonoTypeOperatorFunction } from 'rxjs';
import { createAPIError } from '../errors/create-api-error.ts';
import { readErrorEnvelope } from '../errors/error-envelope.ts';
import { guardedOperator } from '../errors/guarded-operator.ts';
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
  const labelled = response.body !== null && eventStreamType.test(response.headers.get('content-type') ?? '');
  return guardedOperator((subscriber) => {
    const decoder = new TextDecoder();
    const hasField = createFieldFinder(labelled);
    /** The chunks before the first field. */
    let held: Uint8Array[] | undefined = [];
    let body = '';
    return {
      next: (chunk) => {
        if (!held) {
          subscriber.next(chunk);
          return;
        }
        held.push(chunk);
        const text = decoder.decode(chunk, { stream: true });
        body += text;
        if (hasField(text)) {
          const chunks = held;
          held = undefined;
          for (const chunk of chunks) subscriber.next(chunk);
        } else if (body.length >= readAtMost) throw notAnEventStream(response, body);
      },
      complete: () => {
        // An empty stream is an incomplete one, which the decoder reports.
        if (held && (!labelled || body.trim() !== '')) throw notAnEventStream(response, body);
        subscriber.complete();
      },
    };
  });
}

/** A content type, with or without parameters. */
const eventStreamType = /^\s*text\/event-stream\s*(?:[;,]|$)/i;
const anyLine = /(?:^|[\r\n])(?:(?:event|data|id|retry)?:|data(?![^\r\n]))/;
const firstLine = /^(?:event|data|id|retry)?:/;

/**
 * Finds the field that shows that a body is an event stream; without a content type, only in the first line. The function
 * returns whether the field is in the body up to this text. It keeps only the beginning of the current line, because
 * searching the entire body after each chunk would take quadratic time.
 */
function createFieldFinder(labelled: boolean): (text: string) => boolean {
  const field = labelled ? anyLine : firstLine;
  let first = '';
  let begin = '';
  return (text) => {
    const line = first === '' ? text.trimStart() : begin + text;
    first ||= line.charAt(0);
    if ('{[<"'.includes(first)) return false;
    const start = labelled ? Math.max(line.lastIndexOf('\n'), line.lastIndexOf('\r')) + 1 : 0;
    begin = line.slice(start, start + longestField);
    return field.test(line);
  };
}

function notAnEventStream(response: Response, body: string): Error {
  const { headers, status } = response;
  if (readErrorEnvelope(parseJSON(body))) return createAPIError({ text: body, headers });
  const requestId = headers.get('request-id');
  return new NotAnEventStreamError({ contentType: headers.get('content-type'), body, status, requestId });
}
