import {
  catchError,
  defer,
  type MonoTypeOperatorFunction,
  Observable,
  of,
  switchMap,
  tap,
  throwError,
  timeout,
} from 'rxjs';
import { APIConnectionError } from '../errors/api-connection-error.ts';
import { APITimeoutError } from '../errors/api-timeout-error.ts';
import { createAPIError } from '../errors/create-api-error.ts';
import { reasonOf } from '../errors/reason-of.ts';
import { buildRequest, type HttpRequest } from './build-request.ts';
import { credentialHeader } from './credential-header.ts';
import { shownBody, shownHeaders } from './logger.ts';
import type { OpenResponse } from './open-response.ts';
import { parseRateLimits } from './parse-rate-limits.ts';
import { parseRetryAfter } from './parse-retry-after.ts';
import { readText } from './read-text.ts';
import type { SplitParams } from './split-params.ts';
import type { TransportOptions } from './transport-options.ts';

/** As much of an error's body as is read, in bytes. */
const errorBodyLimit = 64 * 1024;

/** Which attempt this is. */
export interface Attempt {
  /** How often the request was sent before. */
  readonly retryCount: number;
  /** Whether the credential of the attempt before was refused. */
  readonly forceRefresh: boolean;
}

/**
 * Sends one attempt and emits its 2xx response as soon as the headers are there. Errors: `APITimeoutError` when they do
 * not come in time, `APIConnectionError` when none can come, an `APIError` of the status otherwise, `InvalidParamsError`
 * before anything is sent. Unsubscribing aborts at every stage until the response is handed over.
 */
export function sendRequest(
  path: string,
  params: SplitParams,
  attempt: Attempt,
  options: TransportOptions,
): Observable<OpenResponse> {
  return defer(() => credentialHeader(options, attempt.forceRefresh)).pipe(
    switchMap((credential) => {
      const request = buildRequest(path, params, credential, attempt.retryCount, options);
      options.log('debug', `POST ${request.url}`, () => ({
        headers: shownHeaders(request.headers),
        body: shownBody(request.body),
      }));
      const started = Date.now();
      return fetchResponse(request, options.fetch ?? fetch).pipe(
        tap(({ response: { status, headers } }) => {
          const requestId = headers.get('request-id') ?? 'no request id';
          const line = `POST ${request.url} gave ${status} after ${Date.now() - started} ms (${requestId})`;
          options.log('info', line, () => ({ headers: shownHeaders(headers) }));
        }),
        switchMap(refuseErrors),
        headersWithin(options.timeout),
      );
    }),
  );
}

function fetchResponse(request: HttpRequest, send: typeof fetch): Observable<OpenResponse> {
  return new Observable((subscriber) => {
    const controller = new AbortController();
    let handedOver = false;
    const close = () => controller.abort();
    subscriber.add(() => {
      if (!handedOver) close();
    });
    const url = request.url.split('?', 1)[0] ?? request.url;
    // Redirects are not followed: `fetch` would carry x-api-key to the other origin.
    const init = { method: 'POST', headers: request.headers, body: request.body, redirect: 'manual' } as const;
    // A `fetch` of the caller's may throw before it gives a promise.
    const response = new Promise<Response>((resolve) =>
      resolve(send(request.url, { ...init, signal: controller.signal })),
    );
    response.then(
      (response) => {
        if (subscriber.closed) return;
        handedOver = true;
        subscriber.next({ response, url, close });
        subscriber.complete();
      },
      (cause: unknown) => {
        const message = `No connection to ${new URL(url).origin}: ${reasonOf(cause)}.`;
        subscriber.error(new APIConnectionError(message, { cause }));
      },
    );
  });
}

function refuseErrors(open: OpenResponse): Observable<OpenResponse> {
  const { response } = open;
  if (response.ok) return of(open);
  return readText(open, errorBodyLimit).pipe(
    catchError(() => of('')), // the status alone still tells what happened
    switchMap((text) =>
      throwError(() =>
        createAPIError({
          status: response.status,
          text: redirectText(response) ?? text,
          headers: response.headers,
          rateLimits: parseRateLimits(response.headers),
          retryAfter: parseRetryAfter(response.headers, Date.now()),
        }),
      ),
    ),
  );
}

function redirectText(response: Response): string | undefined {
  if (response.type !== 'opaqueredirect' && (response.status < 300 || response.status > 399)) return undefined;
  // Only the origin: the rest of such an address may hold a secret.
  const [target] = /^https?:\/\/[^/?#]+/.exec(response.headers.get('location') ?? '') ?? ['another address'];
  return `The server redirects to ${target}; redirects are not followed, so set baseURL to the final address.`;
}

function headersWithin(milliseconds: number): MonoTypeOperatorFunction<OpenResponse> {
  if (milliseconds === 0) return (source) => source;
  const message = `No response headers within ${milliseconds} ms (timeout). Raise it, or try again.`;
  return timeout({ first: milliseconds, with: () => throwError(() => new APITimeoutError(message)) });
}
