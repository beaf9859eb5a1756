import {
  catchError,
  defaultIfEmpty,
  defer,
  firstValueFrom,
  from,
  fromEvent,
  type Observable,
  type ObservableInput,
  of,
  switchMap,
  take,
  takeUntil,
  throwError,
} from 'rxjs';
import { type AnthropicClient, InvalidParamsError, type Logger } from '../index.ts';
import { type AllowPolicy, resolvePolicy } from './allow-policy.ts';
import { checkPolicy } from './check-policy.ts';
import { asRefusal, errorResponse, leftResponse } from './error-response.ts';
import { forward } from './forward.ts';
import { readParams } from './read-params.ts';
import { notAllowed } from './refusal.ts';
import { type Endpoint, requireEndpoint } from './require-endpoint.ts';

/** What a proxy needs. */
export interface ProxyOptions {
  /** Makes the requests, with its key. Failed ones are not sent again: the client in the browser does that. */
  readonly client: AnthropicClient;
  /** What a browser may ask for. */
  readonly allow: AllowPolicy;
  /**
   * Whether this request may be sent, asked before its body is read: look at its headers only. Only `true` lets it pass;
   * a `Response` is given as it is, all else is refused with 403. Default: everyone who reaches the handler may.
   */
  readonly authorize?: (request: Request) => boolean | Response | ObservableInput<boolean | Response>;
  /** Told what a browser must not know: why `authorize`, the key or the way to the API failed. Default the `console`. */
  readonly logger?: Pick<Logger, 'error'>;
}

/**
 * Makes a handler that sends the Messages requests of a browser on with the key of the server, wherever they end with
 * `/v1/messages` (or `/v1/messages/count_tokens`, where the policy allows that).
 *
 * A streamed reply is passed on byte for byte as it comes: nothing is held back, and a slow browser makes the API wait.
 * When the browser leaves (`request.signal`, or the body is cancelled) the request to the API is aborted. Errors of the
 * API keep status, body and `request-id`. What `allow` does not name is refused with an error of the API's form that
 * names it; headers of the browser are not sent on, but for those that carry params. Of the API's headers the browser
 * gets `request-id`, `retry-after`, `retry-after-ms` and `x-should-retry`.
 *
 * The stream says `cache-control: no-transform`, which keeps compressing middleware off. One that compresses all the
 * same has to flush after each chunk.
 *
 * The promise never rejects. Throws `InvalidParamsError` without a client or with a policy that makes no sense.
 *
 * @example A handler for Deno, Bun, workers and Hono
 * ```ts
 * import { AnthropicClient } from 'anthropic-rxjs';
 * import { proxyHandler } from 'anthropic-rxjs/relay';
 *
 * declare function isLoggedIn(cookie: string | null): Promise<boolean>;
 *
 * export const handler = proxyHandler({
 *   client: new AnthropicClient(),
 *   allow: { models: ['claude-sonnet-5'], maxTokens: 1024 },
 *   authorize: (request) => isLoggedIn(request.headers.get('cookie')),
 * });
 * ```
 */
export function proxyHandler(options: ProxyOptions): (request: Request) => Promise<Response> {
  const { client, authorize = () => of(true), logger = console } = options;
  requireGiven('client', client, 'must be an AnthropicClient, which has the key');
  requireGiven('allow', options.allow, 'must say what a browser may ask for, such as { models, maxTokens }');
  const allow = resolvePolicy(options.allow);

  function answer(request: Request): Observable<Response> {
    const endpoint = requireEndpoint(request, allow.countTokens);
    const verdict = authorize(request);
    return (typeof verdict === 'boolean' || isResponse(verdict) ? of(verdict) : from(verdict)).pipe(
      take(1),
      defaultIfEmpty(false),
      switchMap((authorized: unknown) => {
        if (authorized === true) return send(endpoint, request);
        if (isResponse(authorized)) return of(authorized);
        // Types are no lock: what only looks like a yes must not open the door.
        if (authorized !== false) logger.error('authorize gave neither true, false nor a Response: refused.');
        throw notAllowed('This request is not authorized.');
      }),
    );
  }

  function send(endpoint: Endpoint, request: Request): Observable<Response> {
    return from(readParams(request, allow.maxBodyBytes)).pipe(
      switchMap((params) => {
        checkPolicy(params, allow);
        return forward(endpoint, params, request.signal, { client, logger }).pipe(
          catchError((error: unknown) => throwError(() => asRefusal(error, params))),
        );
      }),
    );
  }

  return (request) =>
    firstValueFrom(
      defer(() => answer(request)).pipe(
        catchError((error: unknown) => of(errorResponse(error, request, logger))),
        takeUntil(fromEvent(request.signal, 'abort')),
      ),
      { defaultValue: leftResponse() },
    );
}

/** Whether it is a response, also one of another realm. */
function isResponse(value: unknown): value is Response {
  return typeof value === 'object' && value !== null && 'status' in value && 'headers' in value;
}

/** JavaScript may leave out what types ask for. */
function requireGiven(path: string, value: unknown, message: string): void {
  if (typeof value !== 'object' || value === null) throw new InvalidParamsError([{ path, message }]);
}
