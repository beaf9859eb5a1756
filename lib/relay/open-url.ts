import { Observable } from 'rxjs';
import { APIConnectionError } from '../index.ts';
import type { OpenResponse } from '../transport/open-response.ts';
import { reasonOf } from '../transport/read-body.ts';

/** Emits the response as soon as its headers are there, whatever its status. `APIConnectionError` where none comes. */
export function openUrl(url: string, init: RequestInit, send: typeof fetch): Observable<OpenResponse> {
  return new Observable((subscriber) => {
    const controller = new AbortController();
    let isHandedOver = false;
    const close = () => controller.abort();
    subscriber.add(() => {
      if (!isHandedOver) close();
    });
    // A `fetch` of the caller's may throw before it gives a promise.
    const response = new Promise<Response>((resolve) => resolve(send(url, { ...init, signal: controller.signal })));
    response.then(
      (response) => {
        if (subscriber.closed) return;
        isHandedOver = true;
        subscriber.next({ response, url, close });
        subscriber.complete();
      },
      (cause: unknown) =>
        subscriber.error(new APIConnectionError(`No connection to the relay: ${reasonOf(cause)}.`, { cause })),
    );
  });
}
