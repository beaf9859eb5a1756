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
import { aFunction, checkOptions, type OptionRule, required } from '../errors/check-options.ts';
import { quietLogger } from '../errors/quiet-logger.ts';
import type { AnthropicClient, Logger } from '../index.ts';
import { type AllowPolicy, resolvePolicy } from './allow-policy.ts';
import { checkPolicy } from './check-policy.ts';
import { asRejection, errorResponse, leftResponse } from './error-response.ts';
import { forward } from './forward.ts';
import { readParams } from './read-params.ts';
import { notAllowed } from './rejected-request.ts';
import { requireAllowedOrigin } from './require-allowed-origin.ts';
import { type Endpoint, requireEndpoint } from './require-endpoint.ts';

/** What a proxy needs. */
export interface ProxyOptions {
  /** Sends the requests, with its key. It does not retry them: the client in the browser does that. */
  readonly client: AnthropicClient;
  /** What a browser may request. */
  readonly allow: AllowPolicy;
  /**
   * Decides about each request before the proxy reads its body; read only the headers. Only `true` admits the request. The
   * proxy answers with a `Response` as it is, and with 403 for any other value. `'everyone'` admits all requests: use it
   * where nobody but your users reaches the handler.
   */
  readonly authorize: 'everyone' | ((request: Request) => boolean | Response | ObservableInput<boolean | Response>);
  /**
   * Origins of pages on other hosts that may use the proxy, such as `https://app.example.com`. Default none: only pages
   * of the proxy's own host.
   */
  readonly origins?: readonly string[];
  /** Gets what a browser must not learn: why `authorize`, the key or the connection failed. Default `console`. */
  readonly logger?: Pick<Logger, 'error'>;
}

const owner = 'proxyHandler';
const anObject = (expected: string): OptionRule => ({
  allows: (value) => typeof value === 'object' && value !== null,
  expected,
});
const rules: Readonly<Record<keyof ProxyOptions, OptionRule>> = {
  client: required(anObject('an AnthropicClient, which has the key')),
  allow: required(anObject('what a browser may request, such as { models, maxTokens }')),
  authorize: required({
    allows: (value) => value === 'everyone' || aFunction.allows(value),
    expected: "a function that decides about each request, or 'everyone' to admit all of them",
  }),
  origins: {
    allows: (value) => Array.isArray(value) && value.every(isOrigin),
    expected: "an array of origins, such as ['https://app.example.com'], without a path",
  },
  logger: {
    allows: (value) => typeof value === 'object' && value !== null && 'error' in value && aFunction.allows(value.error),
    expected: 'an object with a function error()',
  },
};

/**
 * Makes a handler that forwards the Messages requests of a browser with the key of the server. It serves every path that
 * ends with `/v1/messages` (or `/v1/messages/count_tokens`, where the policy allows that).
 *
 * It passes a streamed reply on byte for byte, without delay; a slow browser makes the API wait. When the browser leaves
 * (`request.signal`, or it cancels the body), the handler aborts the request to the API. Errors of the API keep their
 * status, body and `request-id`. The handler refuses what `allow` does not list, with an error in the API's own form that
 * names the field and the fix. It forwards no header of the browser except those that carry params. The browser gets
 * `request-id`, `retry-after`, `retry-after-ms` and `x-should-retry` of the API's headers.
 *
 * Pages of another origin get a 403 unless `origins` lists it.
 *
 * The stream says `cache-control: no-transform`, which keeps compressing middleware off. Middleware that compresses
 * anyway has to flush after each chunk.
 *
 * The promise never rejects. `proxyHandler` throws `InvalidOptionsError` for wrong options.
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
  checkOptions(owner, options, rules);
  const { client, authorize, origins = [] } = options;
  const logger = quietLogger(options.logger);
  const allow = resolvePolicy(owner, options.allow);

  function answer(request: Request): Observable<Response> {
    const endpoint = requireEndpoint(request, allow.countTokens);
    requireAllowedOrigin(request, origins);
    const verdict = authorize === 'everyone' || authorize(request);
    return (typeof verdict === 'boolean' || isResponse(verdict) ? of(verdict) : from(verdict)).pipe(
      take(1),
      defaultIfEmpty(false),
      switchMap((authorized: unknown) => {
        if (authorized === true) return send(endpoint, request);
        if (isResponse(authorized)) return of(authorized);
        // JavaScript may return anything: only a real `true` admits.
        if (authorized !== false) logger.error('authorize returned neither true, false nor a Response: refused.');
        throw notAllowed('This request is not authorized.');
      }),
    );
  }

  function send(endpoint: Endpoint, request: Request): Observable<Response> {
    return from(readParams(request, allow.maxBodyBytes)).pipe(
      switchMap((params) => {
        checkPolicy(params, allow);
        return forward(endpoint, params, request.signal, { client, logger }).pipe(
          catchError((error: unknown) => throwError(() => asRejection(error))),
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

function isOrigin(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value) && new URL(value).origin === value;
}
