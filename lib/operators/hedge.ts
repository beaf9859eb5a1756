import {
  defer,
  map,
  type MonoTypeOperatorFunction,
  race,
  ReplaySubject,
  type SchedulerLike,
  switchMap,
  tap,
} from 'rxjs';
import { aScheduler, checkOptions, milliseconds, required } from '../errors/check-options.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { boundedTimer } from './bounded-timer.ts';
import { raceFirstText } from './race-first-text.ts';

/** How `hedge` waits. */
export interface HedgeOptions {
  /** How long the first request may take to give text before the second is sent, in ms. */
  readonly after: number;
  /** Where time comes from. Default: real time. */
  readonly scheduler?: SchedulerLike;
}

/**
 * Emits the events of the source; when it has given no text `after` ms after it was subscribed, it is subscribed a second
 * time, and the one that gives text first is taken while the other is aborted, as `raceFirstText` does.
 *
 * ```text
 * source:  -S-B---------------------T(a)-E-D-X|
 * source:      -S-B-T(b)-----------E-D-X|
 * hedge({ after: 4 })
 * result:  ---------(S B T(b))-----E-D-X|
 * ```
 * Completes with the one it took. An error before the second request is sent passes; afterwards only when both have
 * failed, with the message of the events that nobody saw as `partialMessage`. Unsubscribing leaves both. A second request
 * doubles what the input costs. Throws `InvalidOptionsError` for a wrong option.
 *
 * @example A second try after three seconds
 * ```ts
 * import { hedge, type MessageStreamEvent, textDeltas } from 'anthropic-rxjs';
 * import type { Observable } from 'rxjs';
 *
 * const soon = (events$: Observable<MessageStreamEvent>) => events$.pipe(hedge({ after: 3_000 }), textDeltas());
 * ```
 */
export function hedge<Event extends BetaMessageStreamEvent>(options: HedgeOptions): MonoTypeOperatorFunction<Event> {
  checkOptions('hedge', options, { after: required(milliseconds), scheduler: aScheduler });
  const { after, scheduler } = options;
  return (source) =>
    defer(() => {
      const failed$ = new ReplaySubject<unknown>(1);
      const first$ = source.pipe(tap({ error: (error: unknown) => failed$.next(error) }));
      const failure$ = failed$.pipe(
        map((error) => {
          throw error;
        }),
      );
      const second$ = race(boundedTimer(after, scheduler), failure$).pipe(switchMap(() => source));
      return raceFirstText(first$, second$);
    });
}
