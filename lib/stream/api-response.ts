import type { RateLimits } from '../types/rate-limits.ts';

/** The response to a call without a stream, as `{ observe: 'response' }` asks for it. */
export interface APIResponse<Body> {
  /** HTTP status: 2xx, as every other is an error notification. */
  readonly status: number;
  readonly headers: Headers;
  /** `request-id`: quote it to support. */
  readonly requestId: string | null;
  /** What the rate limit headers say. */
  readonly rateLimits: RateLimits;
  /** Where the request went, without query. */
  readonly url: string;
  readonly body: Body;
}
