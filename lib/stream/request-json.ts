import { defer, map, type Observable, switchMap } from 'rxjs';
import { InvalidParamsError } from '../errors/invalid-params-error.ts';
import { MalformedResponseError } from '../errors/malformed-response-error.ts';
import { abortWith } from '../errors/abort-with.ts';
import type { OpenResponse } from '../transport/open-response.ts';
import { parseRateLimits } from '../transport/parse-rate-limits.ts';
import { readText } from '../transport/read-text.ts';
import { retryRequests } from '../transport/retry-requests.ts';
import { sendRequest } from '../transport/send-request.ts';
import type { APIResponse } from './api-response.ts';
import { type MessageRequest, prepareParams } from './message-request.ts';

/** Emits the response to one call without a stream, with the JSON object of its body, and completes. */
export function requestJSON(request: MessageRequest): Observable<APIResponse<object>> {
  const { path, options } = request;
  return defer(() => {
    const params = prepareParams(request);
    if ('stream' in request.params && request.params.stream === true) throw new InvalidParamsError([streamed]);
    return retryRequests(options, (attempt) =>
      sendRequest(path, params, attempt, options).pipe(
        switchMap((open) => readText(open).pipe(map((text) => jsonResponse(text, open)))),
      ),
    ).pipe(abortWith(options.signal));
  });
}

const streamed = {
  path: 'stream',
  message: 'create() gives the whole reply at once; leave it out, or call stream(params) for the events',
};

function jsonResponse(text: string, open: OpenResponse): APIResponse<object> {
  const { status, headers } = open.response;
  return {
    status,
    headers,
    requestId: headers.get('request-id'),
    rateLimits: parseRateLimits(headers),
    url: open.url,
    body: parseObject(text, open),
  };
}

function parseObject(text: string, { response }: OpenResponse): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value === 'object' && value !== null) return value;
  const requestId = response.headers.get('request-id');
  throw new MalformedResponseError({ body: text, status: response.status, requestId });
}
