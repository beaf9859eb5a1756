import {
  defer,
  finalize,
  isObservable,
  map,
  type MonoTypeOperatorFunction,
  noop,
  type Observable,
  take,
  tap,
  toArray,
} from 'rxjs';
import { isAnthropicError } from '../errors/anthropic-error.ts';
import type { InvalidOptionsError } from '../errors/invalid-options-error.ts';
import { quietly } from '../errors/quietly.ts';
import { wrongOption } from '../errors/wrong-option.ts';
import { problemOf } from './check-response.ts';
import type { OpenResponse } from './open-response.ts';

/** The request of one attempt, a `POST`. It contains neither the credential nor other secret headers of the client. */
export interface AttemptRequest {
  /** The absolute address. */
  readonly url: string;
  /** A copy for each attempt: changes affect only this attempt. */
  readonly headers: Headers;
  /** The body, as JSON. */
  readonly body: string;
}

/**
 * Wraps each attempt of the calls of a client, like an `HttpInterceptorFn` of Angular. The client calls it with the
 * request of the attempt; it returns an Observable of exactly one response. `next(request)` sends the request and
 * reports the errors of the transport, such as an `APIError` for a status other than 2xx. Unsubscribing from the call
 * unsubscribes from the Observable.
 *
 * @example A header per request
 * ```ts
 * import { AnthropicClient, type Interceptor } from 'anthropic-rxjs';
 *
 * const withRequestId: Interceptor = (request, next) => {
 *   request.headers.set('x-request-id', crypto.randomUUID());
 *   return next(request);
 * };
 * const client = new AnthropicClient({ interceptors: [withRequestId] });
 * ```
 */
export type Interceptor = (request: AttemptRequest, next: SendAttempt) => Observable<OpenResponse>;

/** Sends a request on subscribe and emits its response. */
export type SendAttempt = (request: AttemptRequest) => Observable<OpenResponse>;

/**
 * Sends an attempt through `interceptors`, the first of which is the outermost. `accept` converts responses to errors.
 * Closing the response that it emits closes every response of the attempt; so does ending without one.
 */
export function intercept(
  request: AttemptRequest,
  interceptors: readonly Interceptor[],
  send: SendAttempt,
  accept: MonoTypeOperatorFunction<OpenResponse>,
): Observable<OpenResponse> {
  return defer(() => {
    const opened: OpenResponse[] = [];
    const close = () => opened.forEach((open) => open.close());
    const track = tap((open: OpenResponse) => opened.push(open));
    let unused = close;
    return interceptors
      .reduceRight<SendAttempt>(
        (next, interceptor, place) => (request) =>
          defer(() =>
            answerOf<OpenResponse | undefined>(`interceptors[${place}]`, oneResponse, () => interceptor(request, next)),
          ).pipe(
            // Waits for its completion, so that a second response is an error.
            take(2),
            toArray(),
            map(([open, second]) => {
              if (open && !second && problemOf(open.response) === undefined) return open;
              throw refused(`interceptors[${place}]`, oneResponse);
            }),
            track,
            accept,
          ),
        (request) => send(request).pipe(track),
      )(request)
      .pipe(
        map(({ response, url }) => {
          unused = noop;
          return { response, url, close };
        }),
        finalize(() => unused()),
      );
  });
}

/** The Observable that an interceptor returns. Throws `InvalidOptionsError`, which names `path` and completes "must return an Observable …". */
export function answerOf<T>(path: string, expected: string, answer: () => Observable<T>): Observable<T> {
  let answered: unknown;
  try {
    answered = answer();
  } catch (error) {
    throw isAnthropicError(error) ? error : refused(path, expected, error);
  }
  if (isObservable(answered)) return answered as Observable<T>; // as its type promises
  quietly(() => answered); // the rejection of an async interceptor would end a Node process
  throw refused(path, expected);
}

function refused(path: string, expected: string, cause?: unknown): InvalidOptionsError {
  return wrongOption('AnthropicClient', path, `must return an Observable ${expected}`, cause);
}

const oneResponse = 'of one response, such as next(request) or of(openResponse(response))';
