import type { Observable } from 'rxjs';
import type { BetaMessageStreamEvent, MessageStreamEvent } from '../types/message-stream-event.ts';
import type { RateLimits } from '../types/rate-limits.ts';
import type { ServerSentEvent } from '../types/server-sent-event.ts';

/**
 * The response to a streamed call, emitted when its headers arrive. Subscribe to one of its streams, once, in the same
 * task; otherwise the client cancels the body.
 */
export interface MessageStreamResponse<Event extends BetaMessageStreamEvent = MessageStreamEvent> {
  /** The HTTP status, always 2xx: every other status is an error notification. */
  readonly status: number;
  readonly headers: Headers;
  /** The `request-id` of the response: quote it when you contact support. */
  readonly requestId: string | null;
  /** The values of the rate limit headers. */
  readonly rateLimits: RateLimits;
  /** The address of the request, without query. */
  readonly url: string;
  /** The response of `fetch`. Its body belongs to the streams below. */
  readonly response: Response;
  /** The decoded events, like those of `messages.stream()`. The deadlines start when you subscribe. */
  readonly events$: Observable<Event>;
  /** The server-sent events before decoding, pings and errors included. */
  readonly serverSentEvents$: Observable<ServerSentEvent>;
  /** The unchanged body of any type. Only the deadlines `silence` and `total` apply. */
  readonly bytes$: Observable<Uint8Array>;
}
