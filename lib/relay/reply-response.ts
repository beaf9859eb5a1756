import { BehaviorSubject, noop, Observable, type SchedulerLike, type Subscriber, Subscription, tap } from 'rxjs';
import { guardCallback, guardObserver } from '../errors/guard-observer.ts';
import { storeError } from '../errors/stored-error.ts';
import { isAnthropicError } from '../index.ts';
import type { Relay } from './relay.ts';
import type { RelayedEvent } from './relayed-event.ts';
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
const queue = new ByteLengthQueuingStrategy({ highWaterMark: 64 * 1024 });

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
    // Not the subscriber itself: a connection must not keep the operators that made its response.
    let waiting: Subscriber<Response> | undefined = subscriber;
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
    /** The body outlives the subscription, which has emitted the response. */
    const reading = new Subscription();
    const body = new ReadableStream<Uint8Array>(
      {
        start: (given) => {
          controller = given;
        },
        pull: () => paused$.next(false),
        cancel: () => reading.unsubscribe(),
      },
      queue,
    );
    const onOpen = () => {
      controller?.enqueue(retryFrame);
      const opened = waiting;
      waiting = undefined;
      opened?.next(new Response(body, init));
      opened?.complete();
    };
    const write = (frame: Uint8Array) => {
      controller?.enqueue(frame);
      if ((controller?.desiredSize ?? 0) <= 0) paused$.next(true);
    };
    const close = (frame?: Uint8Array) => {
      if (reading.closed) return;
      if (frame) controller?.enqueue(frame);
      controller?.close();
      reading.unsubscribe();
    };
    const fail = (error: unknown) => {
      if (waiting && !endsReply(error)) {
        waiting.error(error);
        return;
      }
      if (waiting) onOpen();
      close(endsReply(error) ? endFrame(shownEnd(error)) : undefined);
    };
    const end = () => {
      const ended$ = relay
        .status(id)
        .pipe(tap((status) => close(endFrame({ end: status === 'stopped' ? status : 'complete' }))));
      reading.add(run(ended$, fail));
    };
    const ping = () => {
      if (!waiting && !paused$.value) write(pingFrame);
    };
    // Without operators: thousands of connections are open, and each would have its own.
    const written$ = new Observable<never>((connection) => {
      heartbeat$.subscribe(guardObserver<unknown>(connection, { next: ping, complete: noop }));
      // A connection without a sign of life would count as failed: the reader of a quiet reply would give up.
      connection.add(
        scheduler.schedule(
          guardCallback(connection, () => close(pingFrame)),
          maxConnection,
        ),
      );
      const events$ = relay.attach(id, { after, paused$, onOpen });
      events$.subscribe(
        guardObserver<RelayedEvent>(connection, { next: (event) => write(frameOf(event)), complete: end }),
      );
    });
    reading.add(run(written$, fail));
    return () => {
      if (waiting) reading.unsubscribe();
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
