import { defer, type Observable, type SchedulerLike, share, Subject, takeUntil, tap, throwError } from 'rxjs';
import { aScheduler, checkOptions, milliseconds } from '../errors/check-options.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { boundedTimer } from './bounded-timer.ts';
import { SharedQueueNotice } from './queue-notice.ts';
import { replayJoined } from './replay-joined.ts';

/** The options of `shareStream`. */
export interface ShareStreamOptions {
  /** How long the request continues without a subscriber, in ms. Default 0. */
  readonly grace?: number | undefined;
  /** The scheduler of all timers. Default: `asyncScheduler`. */
  readonly scheduler?: SchedulerLike | undefined;
}

/** A stream that several subscribers share. */
export interface SharedStream<Event> extends Observable<Event> {
  /**
   * Ends the request and keeps the partial reply. Subscribers complete; later ones get the partial reply and complete.
   */
  stop(): void;
}

/**
 * Emits the events of one subscription to all subscribers. A late subscriber first gets the events that it missed,
 * joined: one delta for all the text of a block so far. Then it gets the rest, without a gap or a repetition. If the
 * stream has several messages, it gets the current one.
 *
 * ```text
 * source:  -S-B-T(a)-T(b)------------E-D-X|
 * shareStream()
 * early:   -S-B-T(a)-T(b)------------E-D-X|
 * late:    --------------(S B T(ab))-E-D-X|
 * ```
 * Each subscriber gets each event once and in order, even if a subscriber makes the source emit while it handles one.
 *
 * After the stream has completed, later subscribers get the complete message immediately. An error reaches all current
 * subscribers; the next subscriber starts a new request. When the last subscriber unsubscribes, the operator waits
 * `grace` ms and then unsubscribes from the source; the next subscriber starts a new request, too.
 * `shareStream()(events$)` has the method `stop()`. So does a `pipe` that ends with `shareStream()`, but the type of
 * `pipe` does not show it. Throws `InvalidOptionsError` for a wrong option.
 *
 * @example One request for two views
 * ```ts
 * import { type MessageStreamEvent, shareStream, streamState, textSnapshots } from 'anthropic-rxjs';
 * import type { Observable } from 'rxjs';
 *
 * const views = (events$: Observable<MessageStreamEvent>) => {
 *   const reply$ = shareStream({ grace: 1_000 })(events$);
 *   return { text$: reply$.pipe(textSnapshots()), state$: reply$.pipe(streamState()), stop: () => reply$.stop() };
 * };
 * ```
 * @see streamState
 */
export function shareStream(
  options: ShareStreamOptions = {},
): <Event extends BetaMessageStreamEvent>(source: Observable<Event>) => SharedStream<Event> {
  checkOptions('shareStream', options, { grace: milliseconds, scheduler: aScheduler });
  const { grace = 0, scheduler } = options;
  return <Event extends BetaMessageStreamEvent>(source: Observable<Event>) => {
    const stopped$ = new Subject<void>();
    const queue = new SharedQueueNotice();
    let failed: { readonly error: unknown } | undefined;
    const events$ = queue
      .ofSource(source)
      .pipe(tap({ error: (error: unknown) => (failed = { error }) }), takeUntil(stopped$));
    // If the source fails while a late subscriber still gets the events that it missed, `share` connects that subscriber.
    const shared$ = defer(() => (failed ? throwError(() => failed?.error) : events$)).pipe(
      share({
        connector: () => {
          failed = undefined;
          return replayJoined<Event>();
        },
        resetOnComplete: false,
        resetOnRefCountZero: grace > 0 ? () => boundedTimer(grace, scheduler) : true,
      }),
    );
    return Object.assign(queue.ofShared(shared$), { stop: () => stopped$.next() });
  };
}
