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

/** The options of `hedge`. */
export interface HedgeOptions {
  /** How long to wait for text of the first request before sending the second, in ms. */
  readonly after: number;
  /** The scheduler of all timers. Default: `asyncScheduler`. */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * Emits the events of the source, or those of a second request if the first emits no text within `after` ms. It keeps the
 * request that emits text first and aborts the other, like `raceFirstText`.
 *
 * ```text
 * source:  -S-B---------------------T(a)-E-D-X|
 * source:      -S-B-T(b)-----------E-D-X|
 * hedge({ after: 4 })
 * result:  ---------(S B T(b))-----E-D-X|
 * ```
 * Completes with the request that it keeps. If the first request fails before the second is sent, its error passes;
 * after that, an error passes only when both have failed. The `partialMessage` of the error is the message of the
 * delayed events. Unsubscribing unsubscribes from both. A second request doubles the cost of the input. Throws
 * `InvalidOptionsError` for a wrong option.
 *
 * @example A second request after three seconds
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
