import { isErrorNamed } from './anthropic-error.ts';
import { type APIError, isAPIError } from './api-error.ts';

const retryableStatus = (status: number) => status === 408 || status === 409 || status === 429 || status >= 500;
const retryableTypes = new Set(['overloaded_error', 'api_error', 'rate_limit_error', 'timeout_error']);

/**
 * Whether a retry of the same request is safe and may succeed: after overload, rate limits, server and connection
 * failures, timeouts and incomplete streams. If the server sends `x-should-retry`, that header decides.
 *
 * @example Retry with a delay of your own
 * ```ts
 * import { isRetryable } from 'anthropic-rxjs';
 * import { retry, throwError, timer } from 'rxjs';
 *
 * const patiently = retry({ count: 3, delay: (error) => (isRetryable(error) ? timer(5_000) : throwError(() => error)) });
 * ```
 */
export function isRetryable(error: unknown): boolean {
  if (isAPIError(error)) return isAPIErrorRetryable(error);
  return isErrorNamed(error, 'IncompleteStreamError') || isErrorNamed(error, 'StreamDeadlineError');
}

function isAPIErrorRetryable(error: APIError): boolean {
  const told = error.headers?.get('x-should-retry');
  if (told === 'true') return true;
  if (told === 'false') return false;
  if (error.status !== undefined) return retryableStatus(error.status);
  return isErrorNamed(error, 'APIConnectionError') || retryableTypes.has(error.type ?? '');
}
