import { Observable } from 'rxjs';
import { isAnthropicError } from '../errors/anthropic-error.ts';
import { APIConnectionError } from '../errors/api-connection-error.ts';
import { APITimeoutError } from '../errors/api-timeout-error.ts';
import { guardCallback } from '../errors/guard-observer.ts';
import { quietly } from '../errors/quietly.ts';
import { reasonOf } from '../errors/reason-of.ts';
import { checkResponse } from './check-response.ts';
import { bareURL, type OpenResponse } from './open-response.ts';
import { runtimeTimeout } from './runtime-timeout.ts';

/**
 * Emits the response of any status as soon as its headers arrive. Errors: `APITimeoutError` when a clock of the runtime
 * ends the request, `APIConnectionError` when it fails. Unsubscribing aborts it until the response is handed over.
 */
export function fetchResponse(url: string, init: RequestInit, send: typeof fetch): Observable<OpenResponse> {
  return new Observable((subscriber) => {
    const controller = new AbortController();
    let pending = true;
    subscriber.add(() => {
      // Aborting a rejected fetch makes undici throw an uncatchable error.
      if (pending) controller.abort();
    });
    // The caller's `fetch` may throw before it returns a promise.
    const response = new Promise<Response>((resolve) => resolve(send(url, { ...init, signal: controller.signal })));
    const resolved = guardCallback(subscriber, (value: Response) => {
      const response = checkResponse(value);
      pending = false;
      const close = () => {
        controller.abort();
        quietly(() => response.body?.cancel()); // a custom `fetch` may ignore the signal
      };
      // A `fetch` for a cloud sends the request to another address.
      subscriber.next({ response, url: bareURL(response.url || url), close });
      subscriber.complete();
    });
    const rejected = guardCallback(subscriber, (cause: unknown) => {
      pending = false;
      const timedOut = runtimeTimeout(cause);
      // A page may use an address without origin.
      const server = URL.canParse(url) ? new URL(url).origin : url;
      const message = `No connection to ${server}: ${reasonOf(cause)}.`;
      const failure = timedOut ? new APITimeoutError(timedOut, { cause }) : new APIConnectionError(message, { cause });
      subscriber.error(isAnthropicError(cause) ? cause : failure); // a `fetch` for a cloud rejects with typed errors
    });
    response.then((value) => {
      // A `fetch` that resolves after the abort: its body is open.
      if (subscriber.closed) quietly(() => value.body?.cancel());
      resolved(value);
    }, rejected);
  });
}
