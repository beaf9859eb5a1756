import {
  BehaviorSubject,
  catchError,
  concat,
  ignoreElements,
  map,
  type Observable,
  of,
  switchMap,
  throwError,
} from 'rxjs';
import {
  type AnthropicClient,
  type BetaMessageCreateParams,
  type BetaMessageStreamEvent,
  isAPIError,
  type Logger,
  type MessageCountTokensParams,
  type MessageStreamResponse,
} from '../index.ts';
import { eventStreamResponse } from './event-stream-response.ts';
import { jsonResponse } from './json-response.ts';
import { mediaType } from './media-type.ts';
import type { SentParams } from './read-params.ts';
import { RejectedRequest } from './rejected-request.ts';
import type { Endpoint } from './require-endpoint.ts';

/** The client and the logger of a proxy. */
export interface Upstream {
  readonly client: AnthropicClient;
  readonly logger: Pick<Logger, 'error'>;
}

/** Sends params that passed the policy. Emits the API's answer as a response. Same errors as the client. */
export function forward(
  endpoint: Endpoint,
  sent: SentParams,
  signal: AbortSignal,
  { client, logger }: Upstream,
): Observable<Response> {
  // The client in the browser retries. If the proxy did so, too, the attempts would multiply.
  const options = { signal, maxRetries: 0 };
  if (endpoint === 'count_tokens') {
    const params = sent as unknown as MessageCountTokensParams; // the client checks them before it sends
    return client.messages.countTokens(params, options).pipe(map((count) => jsonResponse(200, count)));
  }
  const params = sent as unknown as BetaMessageCreateParams; // likewise
  if (sent['stream'] !== true) {
    return client.beta.messages.create(params, options).pipe(map((message) => jsonResponse(200, message)));
  }
  const paused$ = new BehaviorSubject(true);
  return client.beta.messages.connect(params, { ...options, paused$ }).pipe(
    switchMap((upstream) => {
      const type = mediaType(upstream.headers);
      if (type === 'text/event-stream') return of(eventStreamResponse(upstream, paused$, signal, logger));
      logger.error(`The API answered a stream request with ${type ?? 'no content-type'}.`);
      paused$.next(false);
      // Any other body stays unread, which closes the connection: this origin must not serve a page of another.
      return type === 'application/json' ? errorIn(upstream) : throwError(() => notAStream());
    }),
  );
}

/** Errors with the error of the API that a body of JSON contains. */
function errorIn({ events$ }: MessageStreamResponse<BetaMessageStreamEvent>): Observable<never> {
  return concat(
    events$,
    throwError(() => notAStream()),
  ).pipe(
    ignoreElements(),
    catchError((error: unknown) => throwError(() => (isAPIError(error) ? error : notAStream()))),
  );
}

const notAStream = () => new RejectedRequest(502, 'api_error', 'The API did not send an event stream.');
