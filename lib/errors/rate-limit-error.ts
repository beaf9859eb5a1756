import { APIError } from './api-error.ts';

/**
 * 429 `rate_limit_error`: too many requests or tokens. `retryAfter` and `rateLimits` show when to try again. Retried.
 */
export class RateLimitError extends APIError {
  override get name(): string {
    return 'RateLimitError';
  }
}
