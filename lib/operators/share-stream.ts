import { type Observable, type SchedulerLike, share, Subject, takeUntil } from 'rxjs';
import { aScheduler, checkOptions, milliseconds } from '../errors/check-options.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { boundedTimer } from './bounded-timer.ts';
import { SharedQueueNotice } from './queue-notice.ts';
import { replayJoined } from './replay-joined.ts';

/** How `shareStream` shares. */
export interface ShareStreamOptions {
  /** How long the request goes on without a subscriber, in ms. Default 0. */
  readonly grace?: number;
  /** Where time comes from. Default: real time. */
  readonly scheduler?: SchedulerLike;
}

/** A stream that several subscribers share. */
export interface SharedStream<Event> extends Observable<Event> {
  /** Ends the request; what came stays. Subscribers complete, as do later ones after what came. */
  stop(): void;
}

/**
 * Emits the events of one subscription to all subscribers. A late one first gets what it missed, joined: one delta for
 * all the text of a block so far, then the rest, without a gap and nothing twice. Of a stream with several messages it
 * gets the current one.
 *
 * ```text
 * source:  -S-B-T(a)-T(b)------------E-D-X|
 * shareStream()
 * early:   -S-B-T(a)-T(b)------------E-D-X|
 * late:    --------------(S B T(ab))-E-D-X|
 * ```
 * Each subscriber gets each event once and in order, also when a subscriber makes the source emit while it handles one.
 *
 * A finished stream stays finished: later subscribers get the whole message at once. An error goes to all who are there;
 * the next subscriber starts a new request. The source is left `grace` ms after the last subscriber has gone; the next
 * one starts a new request too. `stop()` is there on what `shareStream()(events$)` gives; the last operator of a `pipe`
 * has it as well, but `pipe` does not tell TypeScript. Throws `InvalidOptionsError` for a wrong option.
 *
 * @example One request for two views
 * ```ts
 * import { type MessageStreamEvent, shareStream, streamState, textSnapshots } from 'anthropic-rxjs';
 * import type { Observable } from 'rxjs';
 *
 * const views = (events$: Observable<MessageStreamEvent>) => {
 *   const reply$ = shareStream<MessageStreamEvent>({ grace: 1_000 })(events$);
 *   return { text$: reply$.pipe(textSnapshots()), state$: reply$.pipe(streamState()), stop: () => reply$.stop() };
 * };
 * ```
 * @see streamState
 */
export function shareStream<Event extends BetaMessageStreamEvent>(
  options: ShareStreamOptions = {},
): (source: Observable<Event>) => SharedStream<Event> {
  checkOptions('shareStream', options, { grace: milliseconds, scheduler: aScheduler });
  const { grace = 0, scheduler } = options;
  return (source) => {
    const stopped$ = new Subject<void>();
    const queue = new SharedQueueNotice();
    const shared$ = queue.ofSource(source).pipe(
      takeUntil(stopped$),
      share({
        connector: () => replayJoined<Event>(),
        resetOnComplete: false,
        resetOnRefCountZero: grace > 0 ? () => boundedTimer(grace, scheduler) : true,
      }),
    );
    return Object.assign(queue.ofShared(shared$), { stop: () => stopped$.next() });
  };
}
