import { defer, map, type Observable, switchMap } from 'rxjs';
import { createAPIError } from '../errors/create-api-error.ts';
import { readErrorEnvelope } from '../errors/error-envelope.ts';
import { InvalidParamsError } from '../errors/invalid-params-error.ts';
import { MalformedResponseError } from '../errors/malformed-response-error.ts';
import { abortWith } from '../errors/abort-with.ts';
import { enforceDeadlines } from '../transport/enforce-deadlines.ts';
import type { OpenResponse } from '../transport/open-response.ts';
import { parseRateLimits } from '../transport/parse-rate-limits.ts';
import { readBody } from '../transport/read-body.ts';
import { readText } from '../transport/read-text.ts';
import { retryRequests } from '../transport/retry-requests.ts';
import { sendRequest } from '../transport/send-request.ts';
import type { TransportOptions } from '../transport/transport-options.ts';
import type { APIResponse } from './api-response.ts';
import { type MessageRequest, prepareParams } from './message-request.ts';
import { parseJSON } from '../types/parse-json.ts';
import { isRecord } from '../errors/is-record.ts';

/**
 * Emits the response to one call without a stream, with the JSON object of its body, and completes. The deadlines
 * `silence` and `total` and `maxEventBytes` limit its body.
 */
export function requestJSON(request: MessageRequest): Observable<APIResponse<object>> {
  const { path, options } = request;
  return defer(() => {
    const params = prepareParams(request);
    if ('stream' in request.params && request.params.stream === true) throw new InvalidParamsError([streamed]);
    return retryRequests(options, (attempt) =>
      sendRequest(path, params, attempt, options).pipe(
        switchMap((open) =>
          readBody(open).pipe(
            enforceDeadlines({ silence: options.deadlines.silence }, () => 'other'),
            readText(options.maxEventBytes, () => tooLarge(open, options)),
            map((text) => jsonResponse(text, open, request)),
          ),
        ),
      ),
    ).pipe(
      enforceDeadlines({ total: options.deadlines.total }, () => 'other'),
      abortWith(options.signal),
    );
  });
}

const streamed = {
  path: 'stream',
  message: 'create() emits the complete reply; remove it, or call stream(params) for the events',
};

function jsonResponse(text: string, open: OpenResponse, request: MessageRequest): APIResponse<object> {
  const { status, headers } = open.response;
  return {
    status,
    headers,
    requestId: headers.get('request-id'),
    rateLimits: parseRateLimits(headers),
    url: open.url,
    body: bodyOf(text, open, request),
  };
}

function tooLarge({ response }: OpenResponse, { maxEventBytes }: TransportOptions): MalformedResponseError {
  const message = `The body is larger than maxEventBytes (${maxEventBytes}). Raise it if you trust the server.`;
  const requestId = response.headers.get('request-id');
  return new MalformedResponseError({ body: '', status: response.status, requestId, message });
}

/** The expected object; an error that a gateway sends with status 200 is thrown in its own class. */
function bodyOf(text: string, { response }: OpenResponse, { read }: MessageRequest): object {
  const value = parseJSON(text);
  const body = isRecord(value) ? read(value) : undefined;
  if (body) return body;
  const { headers, status } = response;
  if (readErrorEnvelope(value)) throw createAPIError({ text, headers });
  throw new MalformedResponseError({ body: text, status, requestId: headers.get('request-id') });
}
