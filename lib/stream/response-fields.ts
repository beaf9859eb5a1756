import type { OpenResponse } from '../transport/open-response.ts';
import { parseRateLimits } from '../transport/parse-rate-limits.ts';
import type { APIResponse } from './api-response.ts';

/** The fields of every response, of calls with and without a stream. */
export type ResponseFields = Omit<APIResponse<never>, 'body'>;

/** Reads the fields of an open response. */
export function responseFields({ response, url }: OpenResponse): ResponseFields {
  const { status, headers } = response;
  return { status, headers, requestId: headers.get('request-id'), rateLimits: parseRateLimits(headers), url };
}
