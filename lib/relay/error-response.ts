import { statusOfType } from '../errors/api-error-kinds.ts';
import { hasShortJSON } from '../errors/has-short-json.ts';
import { isRecord } from '../errors/is-record.ts';
import { type AnthropicError, type InvalidParamsError, isAnthropicError, isAPIError, type Logger } from '../index.ts';
import { jsonResponse } from './json-response.ts';
import { passedHeaders } from './passed-headers.ts';
import { invalidRequest, RejectedRequest } from './rejected-request.ts';

/**
 * The response to a request that failed. A browser sees refusals and errors of the API unchanged, and only the status
 * of any other error, which may name addresses of the server. The log gets the full error.
 */
export function errorResponse(error: unknown, { signal }: Request, logger: Pick<Logger, 'error'>): Response {
  if (signal.aborted) return leftResponse();
  if (isAPIError(error) && isAPIErrorBody(error.error)) {
    // Some gateways send an error of the API with status 200.
    const status = error.status ?? statusOfType(error.type);
    if (isErrorStatus(status)) return jsonResponse(status, error.error, passedHeaders(error.headers));
  }
  if (error instanceof RejectedRequest) return rejectionResponse(error);
  logger.error('The proxy could not answer a request.', error);
  const isOfServer = !isAnthropicError(error) || ['InvalidOptionsError', 'InvalidParamsError'].includes(error.name);
  return rejectionResponse(isOfServer ? misconfigured : unanswered(error));
}

/** Nobody receives it: the browser closed the connection. */
export function leftResponse(): Response {
  return rejectionResponse(new RejectedRequest(499, 'api_error', 'The browser disconnected.'));
}

/** Converts what the client of the server says about the params of a browser; other errors stay as they are. */
export function asRejection(error: unknown): unknown {
  if (!isAnthropicError(error) || error.name !== 'InvalidParamsError') return error;
  const { issues } = error as AnthropicError & Pick<InvalidParamsError, 'issues'>; // its name says so
  const shown = issues.slice(0, 10).map(({ path, message }) => `${path.slice(0, 150)}: ${message.slice(0, 300)}`);
  return invalidRequest(`${shown.join('; ')}.`);
}

const misconfigured = new RejectedRequest(
  500,
  'api_error',
  'The proxy could not send the request. Its log contains the reason.',
  {
    'x-should-retry': 'false',
  },
);

function unanswered(error: AnthropicError): RejectedRequest {
  if (error.name === 'APITimeoutError')
    return new RejectedRequest(504, 'timeout_error', 'The API did not respond in time.');
  if (!isAPIError(error)) return new RejectedRequest(502, 'api_error', 'The API sent an unreadable response.');
  return isErrorStatus(error.status)
    ? new RejectedRequest(error.status, 'api_error', 'A server between the proxy and the API refused the request.')
    : new RejectedRequest(502, 'api_error', 'The API could not be reached.');
}

function rejectionResponse({ status, type, message, headers }: RejectedRequest): Response {
  return jsonResponse(status, { type: 'error', error: { type, message } }, new Headers(headers));
}

/** Whether a `Response` accepts it; servers can send any three digits. */
function isErrorStatus(status: number | undefined): status is number {
  return status !== undefined && status >= 400 && status <= 599;
}

/** Whether the API wrote the body: that of a server in between may name internal hosts, or have no JSON. */
function isAPIErrorBody(body: unknown): boolean {
  return isRecord(body) && body['type'] === 'error' && 'error' in body && hasShortJSON(body);
}
