/** The body of every status other than 2xx, and the data of an `error` event in a stream. */
export interface ErrorBody {
  readonly type: 'error';
  readonly error: { readonly type: string; readonly message: string };
  readonly request_id: string | null;
}

/**
 * The body of an error reply; a stream's `error` event is the same.
 *
 * @example A rate limited reply
 * ```ts
 * import { errorBody, fakeFetch } from 'anthropic-rxjs/testing';
 *
 * const body = errorBody('rate_limit_error', 'Slow down');
 * const fetch = fakeFetch({ status: 429, headers: { 'retry-after': '1' }, body });
 * ```
 */
export function errorBody(type: string, message: string, requestId: string | null = null): ErrorBody {
  return { type: 'error', error: { type, message }, request_id: requestId };
}
