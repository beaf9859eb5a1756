import type { RateLimits } from '../types/rate-limits.ts';

/** The response to a call without a stream, with `{ observe: 'response' }`. */
export interface APIResponse<Body> {
  /** The HTTP status, always 2xx: every other status is an error notification. */
  readonly status: number;
  readonly headers: Headers;
  /** The `request-id` of the response: quote it when you contact support. */
  readonly requestId: string | null;
  /** The values of the rate limit headers. */
  readonly rateLimits: RateLimits;
  /** The address of the request, without query. */
  readonly url: string;
  readonly body: Body;
}
