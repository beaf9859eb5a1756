import { defer, type Observable, retry, throwError } from 'rxjs';
import { isAnthropicError, isErrorNamed } from '../errors/anthropic-error.ts';
import { attachCause } from '../errors/attach-cause.ts';
import { kindOf } from '../errors/check-options.ts';
import { InvalidOptionsError } from '../errors/invalid-options-error.ts';
import { longTimer } from './long-timer.ts';
import type { FailedAttempt } from './retry-policy.ts';
import type { Attempt } from './send-request.ts';
import type { TransportOptions } from './transport-options.ts';

/** When an attempt may be repeated, and who wants to know of failures. */
export interface RetryHooks {
  /** Whether a failed attempt may still be repeated. */
  readonly allowed?: () => boolean;
  /** Called with the error of each failed attempt that will be repeated. */
  readonly failed?: (error: unknown) => void;
}

/**
 * Runs `attempt` until one succeeds, as `retryPolicy`, `maxRetries` and `maxRetryDelay` allow. A key or token from a
 * function is requested once more, at once, after the server refused it. Unsubscribing ends the wait too.
 */
export function retryRequests<T>(
  options: TransportOptions,
  attempt: (attempt: Attempt) => Observable<T>,
  { allowed = () => true, failed }: RetryHooks = {},
): Observable<T> {
  return defer(() => {
    const renewable = typeof (options.authToken ?? options.apiKey) === 'function';
    let forceRefresh = false;
    let refreshed = false;
    let retryCount = 0;
    return defer(() => attempt({ retryCount, forceRefresh })).pipe(
      retry({
        delay: (error: unknown) => {
          const refused = renewable && !refreshed && isErrorNamed(error, 'AuthenticationError');
          const wait = refused ? 0 : waitBefore(error);
          if (wait === null) return throwError(() => error);
          failed?.(error);
          forceRefresh = refused;
          refreshed ||= refused;
          retryCount += 1;
          const reason = isAnthropicError(error) ? error.name : 'an error of its source';
          options.log('info', `Sending again in ${Math.round(wait)} ms, retry ${retryCount}, after ${reason}`);
          return longTimer(wait);
        },
      }),
    );

    function waitBefore(error: unknown): number | null {
      if (!allowed() || retryCount >= options.maxRetries) return null;
      const wait = askPolicy({ error, retryCount }, options);
      if (wait === null || wait <= options.maxRetryDelay) return wait;
      options.log('info', `Not sending again: ${Math.round(wait)} ms are more than maxRetryDelay`);
      return null;
    }
  });
}

function askPolicy(failed: FailedAttempt, { retryPolicy }: TransportOptions): number | null {
  let wait: unknown;
  try {
    wait = retryPolicy(failed);
  } catch (error) {
    attachCause(error, failed.error);
    throw error;
  }
  if (wait === null || (typeof wait === 'number' && wait >= 0)) return wait;
  const message = `gave ${kindOf(wait)}; give the time to wait in ms, 0 or more, or null to give up`;
  throw new InvalidOptionsError('AnthropicClient', [{ path: 'retryPolicy', message }], { cause: failed.error });
}
