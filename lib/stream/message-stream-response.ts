import type { Observable } from 'rxjs';
import type { BetaMessageStreamEvent, MessageStreamEvent } from '../types/message-stream-event.ts';
import type { RateLimits } from '../types/rate-limits.ts';
import type { ServerSentEvent } from '../types/server-sent-event.ts';

/**
 * The response to a streamed call, as soon as its headers are there. One of its streams can be subscribed, once;
 * the body is cancelled when none is subscribed in the task in which the response came.
 */
export interface MessageStreamResponse<Event extends BetaMessageStreamEvent = MessageStreamEvent> {
  /** HTTP status: 2xx, as everything else is an error notification. */
  readonly status: number;
  readonly headers: Headers;
  /** `request-id`: quote it to support. */
  readonly requestId: string | null;
  /** What the rate limit headers say. */
  readonly rateLimits: RateLimits;
  /** Where the request went, without query. */
  readonly url: string;
  /** The response of `fetch`. Its body belongs to the streams below. */
  readonly response: Response;
  /** The decoded events, as `messages.stream()` gives them; the deadlines count from its subscription. */
  readonly events$: Observable<Event>;
  /** The server-sent events before decoding, pings and errors included. */
  readonly serverSentEvents$: Observable<ServerSentEvent>;
  /** The body as it comes, whatever it is; only the deadlines `silence` and `total` watch it. */
  readonly bytes$: Observable<Uint8Array>;
}
