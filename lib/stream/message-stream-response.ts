import type { Observable } from 'rxjs';
import type { BetaMessageStreamEvent, MessageStreamEvent } from '../types/message-stream-event.ts';
import type { RateLimits } from '../types/rate-limits.ts';
import type { ServerSentEvent } from '../types/server-sent-event.ts';

/**
 * The response to a streamed call, once its headers have arrived. Subscribe to one of its streams, once; without a
 * subscriber in the task of the response, the client cancels the body.
 */
export interface MessageStreamResponse<Event extends BetaMessageStreamEvent = MessageStreamEvent> {
  /** HTTP status: 2xx; every other status is an error notification. */
  readonly status: number;
  readonly headers: Headers;
  /** `request-id`: quote it to support. */
  readonly requestId: string | null;
  /** The values of the rate limit headers. */
  readonly rateLimits: RateLimits;
  /** The address of the request, without query. */
  readonly url: string;
  /** The response of `fetch`. Its body belongs to the streams below. */
  readonly response: Response;
  /** The decoded events, the same as those of `messages.stream()`; the deadlines start with its subscription. */
  readonly events$: Observable<Event>;
  /** The server-sent events before decoding, pings and errors included. */
  readonly serverSentEvents$: Observable<ServerSentEvent>;
  /** The body, unchanged, of any type; only the deadlines `silence` and `total` apply. */
  readonly bytes$: Observable<Uint8Array>;
}
