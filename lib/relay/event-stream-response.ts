import type { BehaviorSubject, Subscription } from 'rxjs';
import { type BetaMessageStreamEvent, type Logger, type MessageStreamResponse } from '../index.ts';
import { passedHeaders } from './passed-headers.ts';
import { Refusal } from './refusal.ts';

/**
 * The API's response with the bytes of its body as they come. One chunk is read from the API for each that is asked
 * for, so that a slow browser makes the API wait; cancelling the body aborts the request. A body that breaks off breaks
 * off here too.
 */
export function eventStreamResponse(
  upstream: MessageStreamResponse<BetaMessageStreamEvent>,
  paused$: BehaviorSubject<boolean>,
  signal: AbortSignal,
  logger: Pick<Logger, 'error'>,
): Response {
  const contentType = upstream.headers.get('content-type');
  if (!contentType?.includes('text/event-stream')) {
    logger.error(`The API answered with ${contentType ?? 'no content-type'} where a stream was asked for.`);
    // Left unread, which closes the connection. A page of someone else's is not to come from this origin.
    throw new Refusal(502, 'api_error', 'The API gave no event stream.');
  }
  let subscription: Subscription | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        subscription = upstream.bytes$.subscribe({
          next: (chunk) => {
            paused$.next(true);
            controller.enqueue(chunk);
          },
          error: (error: unknown) => {
            // The browser has left: an error would only be noise in the logs of the runtime.
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
      pull: () => paused$.next(false),
      cancel: () => subscription?.unsubscribe(),
    },
    { highWaterMark: 0 },
  );
  const headers = passedHeaders(upstream.headers);
  headers.set('content-type', contentType);
  // Compressing would hold events back until a block is full; nginx asks for its own header.
  headers.set('cache-control', 'no-cache, no-transform');
  headers.set('x-accel-buffering', 'no');
  headers.set('x-content-type-options', 'nosniff');
  return new Response(body, { headers });
}
