import { type AnthropicError, type InvalidParamsError, isAnthropicError, isAPIError, type Logger } from '../index.ts';
import type { SentParams } from './read-params.ts';
import { jsonResponse } from './json-response.ts';
import { passedHeaders } from './passed-headers.ts';
import { invalidRequest, Refusal } from './refusal.ts';

/**
 * What a browser gets to know of a failure: refusals and the API's own errors as they are, and of all else the status.
 * The whole of that goes to the log, since it may name addresses of the server.
 */
export function errorResponse(error: unknown, { signal }: Request, logger: Pick<Logger, 'error'>): Response {
  if (signal.aborted) return leftResponse();
  if (isAPIError(error) && isErrorStatus(error.status) && isAPIErrorBody(error.error)) {
    return jsonResponse(error.status, error.error, passedHeaders(error.headers));
  }
  if (error instanceof Refusal) return refusalResponse(error);
  logger.error('The proxy could not answer a request.', error);
  const sent = isAnthropicError(error) && !['InvalidOptionsError', 'InvalidParamsError'].includes(error.name);
  return refusalResponse(sent ? unanswered(error) : misconfigured);
}

/** For nobody: the browser has left. */
export function leftResponse(): Response {
  return refusalResponse(new Refusal(499, 'api_error', 'The browser has left.'));
}

/** Passes errors on; those that tell what is wrong with the params become a `Refusal`, others may be of the server. */
export function asRefusal(error: unknown, params: SentParams): unknown {
  if (!isAnthropicError(error) || error.name !== 'InvalidParamsError') return error;
  const { issues } = error as AnthropicError & Pick<InvalidParamsError, 'issues'>; // its name says so
  const required = ['model', 'max_tokens', 'messages'];
  const ofParams = issues.every(({ path }) => {
    const [param = ''] = path.split(/[.[]/, 1);
    return Object.hasOwn(params, param) || required.includes(param);
  });
  return ofParams ? invalidRequest(issues.map(({ path, message }) => `${path}: ${message}`).join('; ')) : error;
}

const misconfigured = new Refusal(500, 'api_error', 'The proxy could not send this; its log says why.', {
  'x-should-retry': 'false',
});

function unanswered(error: AnthropicError): Refusal {
  if (error.name === 'APITimeoutError') return new Refusal(504, 'timeout_error', 'The API did not answer in time.');
  if (!isAPIError(error)) return new Refusal(502, 'api_error', 'The API gave no answer that can be read.');
  return isErrorStatus(error.status)
    ? new Refusal(error.status, 'api_error', 'Something between the proxy and the API refused this.')
    : new Refusal(502, 'api_error', 'The API could not be reached.');
}

function refusalResponse({ status, type, message, headers }: Refusal): Response {
  return jsonResponse(status, { type: 'error', error: { type, message } }, new Headers(headers));
}

/** Whether a response can have it; servers can send any three digits. */
function isErrorStatus(status: number | undefined): status is number {
  return status !== undefined && status >= 400 && status <= 599;
}

/** Whether it is the API's own: the text of any other may name what stands in between. */
function isAPIErrorBody(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'type' in body && body.type === 'error' && 'error' in body;
}
