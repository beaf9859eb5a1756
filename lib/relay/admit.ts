import { defaultIfEmpty, defer, from, type Observable, type ObservableInput, of, switchMap, take } from 'rxjs';
import { isObservableInput } from '../errors/check-options.ts';
import type { Logger } from '../index.ts';
import { notAllowed } from './rejected-request.ts';
import { requireAllowedOrigin } from './require-allowed-origin.ts';

/** The rules by which a handler admits a request. */
export interface Gate<V> {
  readonly authorize: 'everyone' | ((request: Request) => V | Response | ObservableInput<V | Response>);
  readonly origins: readonly string[];
  readonly logger: Pick<Logger, 'error'>;
  /** Whether a verdict of `authorize` admits the request. */
  readonly admits: (verdict: unknown) => boolean;
}

/**
 * Emits the response of `serve` if the origins and `authorize` admit the request, or the `Response` of `authorize`.
 * Errors with a `RejectedRequest` for all other requests.
 */
export function admit<V>(
  request: Request,
  { authorize, origins, logger, admits }: Gate<V>,
  serve: (verdict: V | true) => Observable<Response>,
): Observable<Response> {
  return defer(() => {
    requireAllowedOrigin(request, origins);
    const verdict = authorize === 'everyone' || authorize(request);
    return isObservableInput(verdict) ? from(verdict) : of(verdict);
  }).pipe(
    take(1),
    defaultIfEmpty<unknown, false>(false),
    switchMap((verdict) => {
      // JavaScript may return anything: only `admits` decides.
      if (admits(verdict)) return serve(verdict as V);
      if (isResponse(verdict)) return of(verdict);
      if (verdict !== false)
        logger.error('authorize returned neither true, false nor a Response, so the request was refused.');
      throw notAllowed('This request is not authorized.');
    }),
  );
}

/** Whether it is a response, also one of another realm. */
function isResponse(value: unknown): value is Response {
  return typeof value === 'object' && value !== null && 'status' in value && 'headers' in value;
}
