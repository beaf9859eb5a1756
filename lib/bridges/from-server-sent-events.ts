import { catchError, defer, type Observable, tap, throwError } from 'rxjs';
import { isErrorNamed } from '../errors/anthropic-error.ts';
import { InvalidOptionsError } from '../errors/invalid-options-error.ts';
import { decodeServerSentEvents } from '../sse/decode-server-sent-events.ts';
import { defaultMaxEventBytes } from '../sse/max-event-bytes.ts';
import { endEvent } from '../types/end-event.ts';
import type { MessageStreamEvent } from '../types/message-stream-event.ts';
import { bodyChunks, type EventStreamBody } from './body-chunks.ts';
import { decodeMessageEvents } from '../stream/decode-message-events.ts';

/**
 * Emits the message events in a body of server-sent events: a recorded file, a relayed response, any `ReadableStream`
 * or async iterable of bytes or strings. Completes with the body. Errors: those of `messages.stream` that can occur
 * after the headers. It also errors with `InvalidOptionsError` if `body` is not a body, such as a `Response` or `null`,
 * or contains values of your own. One event may have up to 16 MiB. Unsubscribing cancels the body. A body can be read
 * once, so subscribe once.
 *
 * @example Replay a relayed reply
 * ```ts
 * import { fromServerSentEvents, textDeltas } from 'anthropic-rxjs';
 * import { from, switchMap } from 'rxjs';
 *
 * from(fetch('/replies/42'))
 *   .pipe(switchMap(({ body }) => fromServerSentEvents(body)), textDeltas())
 *   .subscribe((text) => console.log(text));
 * ```
 * @see fromServerSentValues
 */
export function fromServerSentEvents(body: EventStreamBody | null): Observable<MessageStreamEvent> {
  const events$ = bodyChunks('fromServerSentEvents', body).pipe(
    decodeServerSentEvents(defaultMaxEventBytes),
    decodeMessageEvents(),
  );
  const checked$ = defer(() => {
    let lastType: string | undefined;
    return events$.pipe(
      tap(({ type }) => (lastType = type)),
      catchError((error: unknown) => {
        const isOwn = lastType === endEvent.type && isErrorNamed(error, 'IncompleteStreamError');
        return throwError(() => (isOwn ? new InvalidOptionsError('fromServerSentEvents', [ownValues]) : error));
      }),
    );
  });
  return checked$ as Observable<MessageStreamEvent>; // a reply to a request without beta headers has no beta members
}

const ownValues = {
  path: 'body',
  message: 'contains values of your own, which end with done, not message events; use fromServerSentValues(body)',
};
