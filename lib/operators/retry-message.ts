import { defer, type MonoTypeOperatorFunction, type SchedulerLike, startWith, switchMap, tap } from 'rxjs';
import { hasStopReason } from '../accumulate/has-stop-reason.ts';
import { aBoolean, aFunction, aScheduler, checkOptions, countFrom } from '../errors/check-options.ts';
import { isRetryable } from '../errors/is-retryable.ts';
import { requireAnswer } from '../errors/require-answer.ts';
import { aRetryDelay, readRetryDelay, type RetryDelay } from '../errors/retry-delay.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { RestartEvent } from '../types/restart-event.ts';
import { boundedTimer } from './bounded-timer.ts';
import { continueWith } from './continue-with.ts';

/** The options of `retryMessage`. */
export interface RetryMessageOptions {
  /** The maximum number of retries. Default 2. */
  readonly maxRetries?: number | undefined;
  /** Whether to retry after an error. Default `isRetryable`. */
  readonly when?: ((error: unknown) => boolean) | undefined;
  /**
   * The time before a retry, in ms, or a function that returns it. With 0 the next request starts immediately. Default:
   * `retry-after` of the server, else 1000.
   */
  readonly delay?: RetryDelay | undefined;
  /** Also retries after content, and emits a `RestartEvent` first. Default `false`. */
  readonly restart?: boolean | undefined;
  /** The scheduler of all timers. Default: `asyncScheduler`. */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * Emits the events of the source, and subscribes to it again if it fails before content, so that text never repeats.
 * With `restart`, it also retries after content: it emits a `RestartEvent`, on which `snapshots`, `textSnapshots` and
 * the other accumulating operators start over. `textDeltas` cannot revoke its emissions.
 *
 * ```text
 * source:  --S--B--T(a)--#
 * source:                  --S--B--T(b)--E--D--X|
 * retryMessage({ restart: true, delay: 2 })
 * result:  --S--B--T(a)----R-S--B--T(b)--E--D--X|
 * ```
 * Completes with the source. After the last attempt, it reports the last error. It never retries after a `stop_reason`,
 * because the reply is complete. You may pay for each attempt. Unsubscribing also ends a wait between attempts. Throws
 * `InvalidOptionsError` for a wrong option.
 *
 * @example Start over after an interruption
 * ```ts
 * import { type MessageStreamEvent, retryMessage, textSnapshots } from 'anthropic-rxjs';
 * import type { Observable } from 'rxjs';
 *
 * const text = (events$: Observable<MessageStreamEvent>) => events$.pipe(retryMessage({ restart: true }), textSnapshots());
 * ```
 */
export function retryMessage<Event extends BetaMessageStreamEvent>(
  options: RetryMessageOptions = {},
): MonoTypeOperatorFunction<Event> {
  checkOptions('retryMessage', options, {
    maxRetries: countFrom(0),
    when: aFunction,
    restart: aBoolean,
    delay: aRetryDelay,
    scheduler: aScheduler,
  });
  const { maxRetries = 2, when = isRetryable, restart = false, delay = 1_000, scheduler } = options;
  return (source) =>
    defer(() => {
      let emitted = false;
      let content = false;
      let stopping = false;
      let retries = 0;
      const attempt$ = source.pipe(
        tap((event) => {
          emitted = true;
          stopping = hasStopReason(stopping, event);
          content ||= event.type === 'content_block_start' || event.type === 'content_block_delta';
        }),
      );
      const next$ = defer(() => (emitted ? attempt$.pipe(startWith(restartEvent as Event)) : attempt$));
      return attempt$.pipe(
        continueWith((error) => {
          if (retries >= maxRetries || stopping || (content && !restart)) throw error;
          if (!requireAnswer('retryMessage', 'when', when(error), aBoolean, error)) throw error;
          retries += 1;
          const wait = readRetryDelay('retryMessage', delay, error, retries);
          return wait > 0 ? boundedTimer(wait, scheduler).pipe(switchMap(() => next$)) : next$;
        }),
      );
    });
}

// The unions of the API's events do not list it, like any unknown event.
const restartEvent = { type: 'anthropic_rxjs_restart' } satisfies RestartEvent as unknown as BetaMessageStreamEvent;
