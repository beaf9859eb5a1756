import { EMPTY, from, Observable, type ObservableInput } from 'rxjs';
import { APIConnectionError } from '../errors/api-connection-error.ts';
import { APITimeoutError } from '../errors/api-timeout-error.ts';
import type { OpenResponse } from './open-response.ts';
import { runtimeTimeout } from './runtime-timeout.ts';

/**
 * Emits the chunks of a body as they come and completes at its end; `APIConnectionError` when the connection breaks,
 * `APITimeoutError` when a clock of the runtime ends it.
 * Nothing is read while the latest value of `paused$` is `true`. Unsubscribing closes the connection.
 */
export function readBody(open: OpenResponse, paused$: ObservableInput<boolean> = EMPTY): Observable<Uint8Array> {
  return new Observable((subscriber) => {
    const reader = open.response.body?.getReader();
    if (!reader) {
      open.close();
      subscriber.complete();
      return;
    }
    let paused = false;
    let reading = false;
    let ended = false;

    const read = () => {
      if (paused || reading || subscriber.closed) return;
      reading = true;
      reader.read().then(received, failed);
    };
    const received = ({ done, value }: { done: boolean; value?: Uint8Array | undefined }) => {
      reading = false;
      ended = done;
      if (value) subscriber.next(value);
      if (done) subscriber.complete();
      else read();
    };
    const failed = (cause: unknown) => {
      ended = true;
      const fields = { cause, requestId: open.response.headers.get('request-id'), headers: open.response.headers };
      const timedOut = runtimeTimeout(cause);
      const broke = `The connection broke while the response came: ${reasonOf(cause)}. What had come so far is not complete.`;
      subscriber.error(timedOut ? new APITimeoutError(timedOut, fields) : new APIConnectionError(broke, fields));
    };

    subscriber.add(() => {
      if (ended) return; // the connection is free for the next request
      open.close();
      reader.cancel().catch(() => undefined); // closing the connection fails the body: nobody is left to tell
    });
    subscriber.add(
      from(paused$).subscribe({
        next: (value) => {
          paused = value;
          read();
        },
        error: (error: unknown) => subscriber.error(error),
      }),
    );
    read();
  });
}

/** What a runtime says of a failed connection; the useful words are often in the cause. */
export function reasonOf(error: unknown): string {
  const { message, cause } = (error ?? {}) as { message?: unknown; cause?: { message?: unknown } }; // any thrown value
  return [message, cause?.message].filter((text) => typeof text === 'string' && text).join(', ') || String(error);
}
