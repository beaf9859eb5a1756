import { checkOptions, type OptionRule, required } from '../errors/check-options.ts';
import { isRecord } from '../errors/is-record.ts';
import { quietly } from '../errors/quietly.ts';

/** A response whose body is still open. Its receiver owns it and calls `close` at the end. */
export interface OpenResponse {
  readonly response: Response;
  /** The address of the request, without query. */
  readonly url: string;
  /** Aborts the request down to the socket; without effect once the body has been read to its end. */
  readonly close: () => void;
}

/**
 * Wraps a `Response` for an interceptor that responds without a request, or that replaces the body of a response. The
 * body must be unread; `close` cancels it.
 *
 * @example Answer without a request
 * ```ts
 * import { type Interceptor, openResponse } from 'anthropic-rxjs';
 * import { of } from 'rxjs';
 *
 * const always: Interceptor = () => of(openResponse(Response.json({ input_tokens: 5 })));
 * ```
 */
export function openResponse(response: Response): OpenResponse {
  checkOptions('openResponse', { response }, { response: required(aResponse) });
  return { response, url: bareURL(response.url), close: () => quietly(() => response.body?.cancel()) };
}

export const aResponse: OptionRule = {
  // A custom fetch may have a Response of another realm.
  allows: (value) => isRecord(value) && typeof value['status'] === 'number' && typeof value['url'] === 'string',
  expected: 'a Response',
};

/** An address without its query, which may contain a secret. */
export function bareURL(url: string): string {
  return url.split('?', 1)[0] ?? url;
}
