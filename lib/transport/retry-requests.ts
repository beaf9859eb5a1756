import { defer, type Observable, retry, throwError } from 'rxjs';
import { isAnthropicError, isErrorNamed } from '../errors/anthropic-error.ts';
import { aBoolean } from '../errors/check-options.ts';
import { requireAnswer } from '../errors/require-answer.ts';
import { readRetryDelay, withCause } from '../errors/retry-delay.ts';
import { longTimer } from './long-timer.ts';
import type { Attempt } from './send-request.ts';
import type { TransportOptions } from './transport-options.ts';

/** The condition for retries, and the callback for failures. */
export interface RetryHooks {
  /** Whether a failed attempt may still be retried. */
  readonly allowed?: () => boolean;
  /** Called with the error of each failed attempt before its retry. */
  readonly failed?: (error: unknown) => void;
}

/**
 * Runs `attempt` until one succeeds, within `when`, `delay`, `maxRetries` and `maxRetryDelay`. If the server rejects a
 * key or token of a function, it calls the function once more and retries immediately. Unsubscribing also ends a wait.
 */
export function retryRequests<T>(
  options: TransportOptions,
  attempt: (attempt: Attempt) => Observable<T>,
  { allowed = () => true, failed }: RetryHooks = {},
): Observable<T> {
  return defer(() => {
    const renewable = typeof (options.authToken ?? options.apiKey) === 'function';
    let retryCount = 0;
    /** The retry with a new credential. */
    let renewal: number | undefined;
    return defer(() => attempt({ retryCount, forceRefresh: retryCount === renewal })).pipe(
      retry({
        delay: (error: unknown) => {
          if (!allowed()) return throwError(() => error);
          const renews = renewable && renewal === undefined && isErrorNamed(error, 'AuthenticationError');
          const wait = renews ? 0 : waitBefore(error);
          if (wait === null) return throwError(() => error);
          failed?.(error);
          retryCount += 1;
          if (renews) renewal = retryCount;
          const reason = isAnthropicError(error) ? error.name : 'an error of its source';
          options.log('info', `Retry ${retryCount} in ${Math.round(wait)} ms, after ${reason}`);
          return longTimer(wait);
        },
      }),
    );

    function waitBefore(error: unknown): number | null {
      const { maxRetries, maxRetryDelay, when, delay } = options;
      if (retryCount >= maxRetries) return null;
      if (!withCause(error, () => requireAnswer('AnthropicClient', 'when', when(error), aBoolean))) return null;
      const wait = readRetryDelay('AnthropicClient', delay, error, retryCount + 1);
      if (wait <= maxRetryDelay) return wait;
      options.log('info', `Not retrying: a wait of ${Math.round(wait)} ms exceeds maxRetryDelay`);
      return null;
    }
  });
}
