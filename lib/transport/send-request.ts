import {
  catchError,
  defer,
  delay,
  EMPTY,
  map,
  NEVER,
  type Observable,
  of,
  shareReplay,
  switchMap,
  takeUntil,
  tap,
  throwError,
  timer,
} from 'rxjs';
import { APITimeoutError } from '../errors/api-timeout-error.ts';
import { createAPIError } from '../errors/create-api-error.ts';
import { buildRequest, withoutSecrets, withSecrets } from './build-request.ts';
import { credentialHeader } from './credential-header.ts';
import { fetchResponse } from './fetch-response.ts';
import { type AttemptRequest, intercept } from './intercept.ts';
import { shownBody, shownHeaders } from './logger.ts';
import { longTimer } from './long-timer.ts';
import { bareURL, type OpenResponse } from './open-response.ts';
import { parseRateLimits } from './parse-rate-limits.ts';
import { parseRetryAfter } from './parse-retry-after.ts';
import { readBody } from './read-body.ts';
import { readText } from './read-text.ts';
import type { SplitParams } from './split-params.ts';
import type { TransportOptions } from './transport-options.ts';

/** The most bytes to read of an error's body. */
const errorBodyLimit = 64 * 1024;

/** The longest time to read an error's body, in ms, unless `timeout` or a deadline is shorter. */
const longestErrorBody = 10_000;

/** The context of an attempt. */
export interface Attempt {
  /** The number of earlier attempts. */
  readonly retryCount: number;
  /** Whether the server rejected the credential of the previous attempt. */
  readonly forceRefresh: boolean;
}

/**
 * Sends one attempt through the interceptors and emits its 2xx response when the headers arrive. Errors: `APITimeoutError`
 * when they do not arrive in time, `APIConnectionError` when the connection fails, an `APIError` of the status otherwise.
 * `InvalidOptionsError` for options that cannot be sent, and for an interceptor without exactly one response. The same when a
 * custom `fetch` resolves with anything but a readable response. Unsubscribing before the response aborts at every stage.
 */
export function sendRequest(
  path: string,
  params: SplitParams,
  attempt: Attempt,
  options: TransportOptions,
): Observable<OpenResponse> {
  return defer(() => {
    const { interceptors, timeout } = options;
    const build = (credential: readonly [string, string] | null) =>
      buildRequest(path, params, credential, attempt.retryCount, options);
    const late$ = lateAfter(timeout);
    const timedOut = map(() => {
      throw new APITimeoutError(`No response headers within ${timeout} ms (timeout). Raise it, or try again.`);
    });
    const accept = switchMap((open: OpenResponse) => refuseErrors(open, options));
    const send = (request?: AttemptRequest) => {
      const response$ = defer(() => credentialHeader(options, attempt.forceRefresh)).pipe(
        switchMap((credential) => {
          const built = build(credential);
          return fetchAttempt(request ? withSecrets(request, built, options) : built, options);
        }),
        // Includes the function of a credential, which could wait forever.
        takeUntil(late$.pipe(timedOut)),
      );
      return response$.pipe(accept);
    };
    if (interceptors.length === 0) return send();
    return intercept(withoutSecrets(build(null)), interceptors, send, accept).pipe(
      // Later than a request in flight, which reports the timeout to its interceptors.
      takeUntil(late$.pipe(delay(0), timedOut)),
    );
  });
}

function fetchAttempt({ url, headers, body }: AttemptRequest, options: TransportOptions): Observable<OpenResponse> {
  const line = `POST ${bareURL(url)}`;
  options.log('debug', line, () => ({ headers: shownHeaders(headers), body: shownBody(body) }));
  const started = Date.now();
  // Does not follow redirects: `fetch` would carry x-api-key to the other origin.
  const init = { method: 'POST', headers, body, redirect: 'manual' } as const;
  return fetchResponse(url, init, options.fetch ?? fetch).pipe(
    tap(({ response: { status, headers } }) => {
      const requestId = headers.get('request-id') ?? 'no request id';
      const outcome = `${line} returned ${status} after ${Date.now() - started} ms (${requestId})`;
      options.log('info', outcome, () => ({ headers: shownHeaders(headers) }));
    }),
  );
}

function refuseErrors(open: OpenResponse, options: TransportOptions): Observable<OpenResponse> {
  const { response } = open;
  if (response.status >= 200 && response.status <= 299) return of(open);
  const inTime$ = readBody(open).pipe(takeUntil(timer(errorBodyTime(options))));
  return inTime$.pipe(
    catchError(() => EMPTY), // the status and the partial body explain the failure
    readText(errorBodyLimit),
    switchMap((text) =>
      throwError(() =>
        createAPIError({
          status: response.status,
          text: redirectText(response) ?? text,
          name: response.headers.get('x-amzn-errortype') ?? undefined,
          url: open.url,
          headers: response.headers,
          rateLimits: parseRateLimits(response.headers),
          retryAfter: parseRetryAfter(response.headers, Date.now()),
        }),
      ),
    ),
  );
}

/** The status is worth more than the rest of a slow body. */
function errorBodyTime({ timeout, deadlines }: TransportOptions): number {
  return Math.min(...[longestErrorBody, timeout, deadlines.silence, deadlines.total].filter(Boolean));
}

function redirectText(response: Response): string | undefined {
  if (response.type !== 'opaqueredirect' && (response.status < 300 || response.status > 399)) return undefined;
  const target = originOf(response.headers.get('location') ?? '') ?? 'another address';
  return `The server redirects to ${target}. The client does not follow redirects; set baseURL to the final address.`;
}

/** The rest of such an address may contain a secret. */
function originOf(address: string): string | undefined {
  const origin = URL.canParse(address) ? new URL(address).origin : '';
  return /^https?:/.test(origin) ? origin : undefined;
}

/** The clock of an attempt: starts with its first subscriber and emits for all of them. */
function lateAfter(milliseconds: number): Observable<unknown> {
  if (milliseconds === 0 || milliseconds === Infinity) return NEVER;
  return longTimer(milliseconds).pipe(shareReplay({ bufferSize: 1, refCount: true }));
}
