import { defer, map, type Observable, switchMap } from 'rxjs';
import { abortWith } from '../errors/abort-with.ts';
import { createAPIError } from '../errors/create-api-error.ts';
import { readErrorEnvelope } from '../errors/error-envelope.ts';
import { InvalidParamsError } from '../errors/invalid-params-error.ts';
import { isRecord } from '../errors/is-record.ts';
import { MalformedResponseError } from '../errors/malformed-response-error.ts';
import { enforceDeadlines } from '../transport/enforce-deadlines.ts';
import { readBody } from '../transport/read-body.ts';
import { readText } from '../transport/read-text.ts';
import { retryRequests } from '../transport/retry-requests.ts';
import { sendRequest } from '../transport/send-request.ts';
import { parseJSON } from '../types/parse-json.ts';
import type { APIResponse } from './api-response.ts';
import { type MessageRequest, prepareParams } from './message-request.ts';
import { type ResponseFields, responseFields } from './response-fields.ts';

/**
 * Emits the response to one call without a stream, with the JSON object of its body, and completes. The deadlines
 * `silence` and `total` and `maxEventBytes` limit its body.
 */
export function requestJSON(request: MessageRequest): Observable<APIResponse<object>> {
  const { path, options } = request;
  const { deadlines, maxEventBytes } = options;
  return defer(() => {
    const params = prepareParams(request);
    if ('stream' in request.params && request.params.stream === true) throw new InvalidParamsError([streamed]);
    return retryRequests(options, (attempt) =>
      sendRequest(path, params, attempt, options).pipe(
        switchMap((open) => {
          const fields = responseFields(open);
          const message = `The body is larger than maxEventBytes (${maxEventBytes}). Raise it if you trust the server.`;
          return readBody(open).pipe(
            enforceDeadlines({ silence: deadlines.silence }, () => 'other'),
            readText(maxEventBytes, () => new MalformedResponseError({ ...fields, body: '', message })),
            map((text) => ({ ...fields, body: bodyOf(text, fields, request) })),
          );
        }),
      ),
    ).pipe(
      enforceDeadlines({ total: deadlines.total }, () => 'other'),
      abortWith(options.signal),
    );
  });
}

const streamed = {
  path: 'stream',
  message: 'create() emits the complete reply; remove it, or call stream(params) for the events',
};

/** The expected object; an error that a gateway sends with status 200 is thrown in its own class. */
function bodyOf(text: string, fields: ResponseFields, { read }: MessageRequest): object {
  const value = parseJSON(text);
  const body = isRecord(value) ? read(value) : undefined;
  if (body) return body;
  if (readErrorEnvelope(value)) throw createAPIError({ text, headers: fields.headers });
  throw new MalformedResponseError({ ...fields, body: text });
}
