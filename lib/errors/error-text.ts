import { isErrorNamed } from './anthropic-error.ts';
import { isAPIError } from './api-error.ts';

const texts: readonly (readonly [text: string, ...names: string[]])[] = [
  ['The reply was stopped.', 'APIUserAbortError'],
  ['The service did not answer in time. Try again.', 'APITimeoutError', 'RequestTimeoutError', 'GatewayTimeoutError'],
  ['The connection to the service failed. Check your network and try again.', 'APIConnectionError'],
  [
    'The service is busy. Try again in a moment.',
    'OverloadedError',
    'ServiceUnavailableError',
    'LogFullError',
    'RelayClosedError',
  ],
  ['Too many requests. Try again in a moment.', 'RateLimitError'],
  ['The service does not accept the credentials of this app.', 'AuthenticationError'],
  ['The account of this app needs credit.', 'PaymentRequiredError'],
  ['The service does not allow this request.', 'PermissionDeniedError'],
  ['The service or the model was not found.', 'NotFoundError'],
  ['The conversation is too long. Start a new one, or send less.', 'ContentTooLargeError'],
  [
    'The service did not accept the request.',
    'BadRequestError',
    'UnprocessableEntityError',
    'InvalidParamsError',
    'InvalidOptionsError',
  ],
  ['The reply was interrupted. Try again.', 'IncompleteStreamError', 'StreamDeadlineError', 'ProducerLostError'],
  ['The reply could not be read. Try again.', 'StreamError', 'MalformedResponseError'],
  ['The reply was lost. Try again.', 'UnknownStreamError', 'CursorExpiredError', 'LogLostError'],
  ['The model refused to answer.', 'RefusalError'],
  ['The reply needed too many steps.', 'MaxTurnsError'],
  ['The reply is incomplete. Try again.', 'IncompleteOutputError', 'OutputValidationError', 'ToolInputError'],
  ['The service failed. Try again.', 'APIError'],
];

/**
 * Returns a short text about an error for the users of a page, without technical details, request ids or addresses. For
 * `undefined` it returns `''`. Show `error.message` to developers only.
 *
 * @example An alert
 * ```ts
 * import { errorText } from 'anthropic-rxjs';
 *
 * const alertOf = (state: { readonly error: unknown }) => errorText(state.error);
 * ```
 */
export function errorText(error: unknown): string {
  if (error === undefined) return '';
  const seconds = isAPIError(error) && error.retryAfter !== undefined ? Math.ceil(error.retryAfter / 1000) : 0;
  const [text] = texts.find(([, ...names]) => names.some((name) => isErrorNamed(error, name))) ?? [unknown];
  return seconds > 1 ? text.replace('in a moment', `in ${seconds} seconds`) : text;
}

const unknown = 'Something went wrong. Try again.';
