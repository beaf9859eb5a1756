import { BehaviorSubject, map, type Observable } from 'rxjs';
import type { AnthropicClient, BetaMessageCreateParams, Logger, MessageCountTokensParams } from '../index.ts';
import { eventStreamResponse } from './event-stream-response.ts';
import { jsonResponse } from './json-response.ts';
import type { SentParams } from './read-params.ts';
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
  return client.beta.messages
    .connect(params, { ...options, paused$ })
    .pipe(map((upstream) => eventStreamResponse(upstream, paused$, signal, logger)));
}
