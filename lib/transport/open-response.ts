import { quietly } from '../errors/quietly.ts';

/** A response whose body is still open. Its receiver owns it and calls `close` at the end. */
export interface OpenResponse {
  readonly response: Response;
  /** Its address, without query. */
  readonly url: string;
  /** Aborts the request down to the socket; without effect once the body has been read to its end. */
  readonly close: () => void;
}

/**
 * Wraps a `Response` for an interceptor that answers itself, or that replaces the body of a response. Nobody may have read
 * its body; `close` cancels it.
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
  return { response, url: bareURL(response.url), close: () => quietly(() => response.body?.cancel()) };
}

/** An address without its query, which may contain a secret. */
export function bareURL(url: string): string {
  return url.split('?', 1)[0] ?? url;
}
