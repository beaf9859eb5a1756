import { defer, type Observable, retry, throwError, timer } from 'rxjs';
import { isAnthropicError, isErrorNamed } from '../errors/anthropic-error.ts';
import type { Attempt } from './send-request.ts';
import type { TransportOptions } from './transport-options.ts';

/**
 * Runs `attempt` until one succeeds, as `retryPolicy` and `maxRetries` allow, and while `allowed()`. A refused key or token that comes from a
 * function is asked for anew once, at once. Unsubscribing ends the wait too.
 */
export function retryRequests<T>(
  options: TransportOptions,
  attempt: (attempt: Attempt) => Observable<T>,
  allowed: () => boolean = () => true,
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
          const wait = refused ? 0 : policy(error);
          if (wait === null) return throwError(() => error);
          forceRefresh = refused;
          refreshed ||= refused;
          retryCount += 1;
          const reason = isAnthropicError(error) ? error.name : 'an error of its source';
          options.log('info', `Sending again in ${Math.round(wait)} ms, retry ${retryCount}, after ${reason}`);
          return timer(wait);
        },
      }),
    );

    function policy(error: unknown): number | null {
      return allowed() && retryCount < options.maxRetries ? options.retryPolicy({ error, retryCount }) : null;
    }
  });
}
