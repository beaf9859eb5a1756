import { catchError, type Observable, switchMap, throwError } from 'rxjs';
import { checkOptions } from '../errors/check-options.ts';
import { quietLogger } from '../errors/quiet-logger.ts';
import { admit, type Gate } from './admit.ts';
import { resolvePolicy } from './allow-policy.ts';
import { asRejection } from './error-response.ts';
import { forward } from './forward.ts';
import { handlerRules, type ProxyOptions } from './proxy-options.ts';
import { readAllowedParams } from './read-allowed-params.ts';
import { type Endpoint, requireEndpoint } from './require-endpoint.ts';
import { respond } from './respond.ts';

const owner = 'proxyHandler';

/**
 * Creates a handler that forwards the Messages requests of a browser with the key of the server. It serves every path
 * that ends with `/v1/messages` and, if the policy allows it, `/v1/messages/count_tokens`.
 *
 * It forwards a streamed reply byte for byte, without delay; a slow browser makes the API wait. When the browser
 * disconnects (`request.signal` aborts, or the body is cancelled), the handler aborts the request to the API. Errors of
 * the API keep their status, body and `request-id`. The handler refuses a request if `allow` does not list one of its
 * parts. The error has the form of the API, and names the field and the fix. It forwards only headers of the browser
 * that carry params. Of the API's headers, the browser gets `request-id`, `retry-after`, `retry-after-ms` and
 * `x-should-retry`.
 *
 * Pages of other origins get status 403, unless `origins` lists them.
 *
 * Streams have the header `cache-control: no-transform`, so that middleware does not compress them. Middleware that
 * compresses anyway must flush after each chunk.
 *
 * The promise never rejects. `proxyHandler` throws `InvalidOptionsError` for wrong options, and the handler for a value that
 * is not a `Request`.
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
  checkOptions(owner, options, handlerRules);
  const { client, authorize, origins = [] } = options;
  const logger = quietLogger(options.logger);
  const allow = resolvePolicy(owner, options.allow);
  const gate: Gate<boolean> = { authorize, origins, logger, admits: (verdict) => verdict === true };

  function answer(request: Request): Observable<Response> {
    const endpoint = requireEndpoint(request, allow.countTokens);
    return admit(request, gate, () => send(endpoint, request));
  }

  function send(endpoint: Endpoint, request: Request): Observable<Response> {
    return readAllowedParams(request, allow).pipe(
      switchMap((params) =>
        forward(endpoint, params, request.signal, { client, logger }).pipe(
          catchError((error: unknown) => throwError(() => asRejection(error))),
        ),
      ),
    );
  }

  return (request) => respond(request, answer, logger);
}
