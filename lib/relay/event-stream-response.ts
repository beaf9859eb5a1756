import { type BehaviorSubject, type Subscription, tap } from 'rxjs';
import type { BetaMessageStreamEvent, Logger, MessageStreamResponse } from '../index.ts';
import { passedHeaders } from './passed-headers.ts';

/**
 * Passes the bytes of the API's body on, unchanged. It reads nothing while a chunk waits for the browser, so that a slow
 * browser makes the API wait. Cancelling the body aborts the request. When the API's body breaks off, so does this one.
 */
export function eventStreamResponse(
  upstream: MessageStreamResponse<BetaMessageStreamEvent>,
  paused$: BehaviorSubject<boolean>,
  signal: AbortSignal,
  logger: Pick<Logger, 'error'>,
): Response {
  let subscription: Subscription | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        const enqueued$ = upstream.bytes$.pipe(
          tap((chunk) => {
            controller.enqueue(chunk);
            // A browser that keeps up has taken it already: a pause per chunk would cost more than the chunk.
            if ((controller.desiredSize ?? 0) < 0) paused$.next(true);
          }),
        );
        // eslint-disable-next-line no-restricted-syntax -- a cancelled body is unsubscribed: its controller cannot throw
        subscription = enqueued$.subscribe({
          error: (error: unknown) => {
            // The browser has left: an error would only add noise to the log of the runtime.
            if (signal.aborted) {
              controller.close();
              return;
            }
            logger.error('A stream broke off before its end.', error);
            controller.error(error);
          },
          complete: () => controller.close(),
        });
      },
      pull: () => {
        if (paused$.value) paused$.next(false);
      },
      cancel: () => subscription?.unsubscribe(),
    },
    { highWaterMark: 0 },
  );
  const headers = passedHeaders(upstream.headers);
  // Never the API's own parameters.
  headers.set('content-type', 'text/event-stream; charset=utf-8');
  // Compression would delay events until a block is full. nginx needs a header of its own.
  headers.set('cache-control', 'no-cache, no-transform');
  headers.set('x-accel-buffering', 'no');
  headers.set('x-content-type-options', 'nosniff');
  return new Response(body, { headers });
}
