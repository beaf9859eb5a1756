import {
  BehaviorSubject,
  catchError,
  concat,
  EMPTY,
  endWith,
  filter,
  map,
  merge,
  mergeMap,
  Observable,
  of,
  type SchedulerLike,
  takeWhile,
  tap,
  timer,
} from 'rxjs';
import { storeError } from '../errors/stored-error.ts';
import { isAnthropicError } from '../index.ts';
import type { Relay } from './relay.ts';
import { endFrame, frameOf, pingFrame, retryFrame } from './relay-frames.ts';
import { hideError, type ReplyEnd } from './reply-end.ts';
import { run } from './run.ts';

/** The clocks of connections, in ms. */
export interface ConnectionOptions {
  /** Emits whenever every connection gets a sign of life. */
  readonly heartbeat$: Observable<unknown>;
  readonly maxConnection: number;
  readonly scheduler: SchedulerLike;
}

/** The most bytes that wait for a slow socket; then the reader pauses, and receives the missed events joined. */
const highWaterMark = 64 * 1024;

/**
 * Emits the response whose body is a reply, as soon as the reply and the place in it are found, and errors otherwise. The
 * body reports the end of the reply. If a body ends without `relay_end`, its reader attaches again.
 */
export function replyResponse(
  relay: Relay,
  id: string,
  after: string | undefined,
  init: ResponseInit,
  { heartbeat$, maxConnection, scheduler }: ConnectionOptions,
): Observable<Response> {
  return new Observable((subscriber) => {
    const paused$ = new BehaviorSubject(false);
    let isOpen = false;
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>(
      {
        start: (given) => {
          controller = given;
        },
        pull: () => paused$.next(false),
        cancel: () => reading.unsubscribe(),
      },
      { highWaterMark, size: ({ byteLength }) => byteLength },
    );
    const onOpen = () => {
      isOpen = true;
      controller?.enqueue(retryFrame);
      subscriber.next(new Response(body, init));
      subscriber.complete();
    };
    const pings$ = heartbeat$.pipe(
      filter(() => isOpen && !paused$.value),
      map(() => pingFrame),
    );
    const events$ = relay.attach(id, { after, paused$, onOpen }).pipe(map(frameOf));
    const ended$ = relay
      .status(id)
      .pipe(map((status) => endFrame({ end: status === 'stopped' ? status : 'complete' })));
    const frames$ = concat(events$, ended$).pipe(
      catchError((error: unknown) => {
        if (!isOpen && !endsReply(error)) throw error;
        if (!isOpen) onOpen();
        return endsReply(error) ? of(endFrame(shownEnd(error))) : EMPTY;
      }),
      // The other sources never complete.
      endWith(undefined),
    );
    // A connection without a sign of life would count as failed: the reader of a quiet reply would give up.
    const connectionEnd$ = timer(maxConnection, scheduler).pipe(mergeMap(() => [pingFrame, undefined]));
    const written$ = merge(frames$, pings$, connectionEnd$).pipe(
      takeWhile((frame) => frame !== undefined),
      tap({
        next: (frame) => {
          controller?.enqueue(frame);
          if ((controller?.desiredSize ?? 0) <= 0) paused$.next(true);
        },
        complete: () => controller?.close(),
      }),
    );
    // The body outlives the subscription, which has emitted the response.
    const reading = run(written$, (error) => subscriber.error(error));
    return () => {
      if (!isOpen) reading.unsubscribe();
    };
  });
}

/** Whether the error ends the reply for this reader; other errors concern the request, or pass. */
function endsReply(error: unknown): boolean {
  const others = ['UnknownStreamError', 'CursorExpiredError', 'RelayClosedError'];
  return isAnthropicError(error) && !others.includes(error.name);
}

function shownEnd(error: unknown): ReplyEnd {
  if (isAnthropicError(error) && error.name === 'ProducerLostError') return { end: 'lost' };
  return { end: 'error', error: hideError(storeError(error)) };
}
