import type { RateLimits } from '../types/rate-limits.ts';

/** The response to a call without a stream, with `{ observe: 'response' }`. */
export interface APIResponse<Body> {
  /** HTTP status: 2xx; every other status is an error notification. */
  readonly status: number;
  readonly headers: Headers;
  /** `request-id`: quote it to support. */
  readonly requestId: string | null;
  /** The values of the rate limit headers. */
  readonly rateLimits: RateLimits;
  /** The address of the request, without query. */
  readonly url: string;
  readonly body: Body;
}
