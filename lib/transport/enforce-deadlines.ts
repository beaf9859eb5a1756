import {
  asyncScheduler,
  EMPTY,
  from,
  type MonoTypeOperatorFunction,
  noop,
  type ObservableInput,
  type SchedulerLike,
  type Subscription,
} from 'rxjs';
import { guardCallback, guardObserver } from '../errors/guard-observer.ts';
import { guardedOperator } from '../errors/guarded-operator.ts';
import { longestDelay } from '../errors/longest-delay.ts';
import { type Deadline, StreamDeadlineError } from '../errors/stream-deadline-error.ts';
import type { Deadlines } from './request-options.ts';

/** The effect of an event on the deadlines: `ping` resets `silence` only, `other` resets `contentGap` too. */
export type EventKind = 'ping' | 'content' | 'other';

const names = ['firstContent', 'silence', 'contentGap', 'total'] as const satisfies readonly Deadline[];

/**
 * Mirrors the source and ends it with `StreamDeadlineError` when one of its deadlines passes. The deadlines start on
 * subscribe and pause while the latest value of `paused$` is `true`. `life$` reports, in addition to the source, that the
 * server is alive, which resets `silence` only.
 *
 * One timer serves every deadline: an event only records its time, and the timer compares when it fires.
 */
export function enforceDeadlines<T>(
  deadlines: Deadlines,
  kindOf: (event: T) => EventKind,
  paused$: ObservableInput<boolean> = EMPTY,
  life$: ObservableInput<unknown> = EMPTY,
  scheduler: SchedulerLike = asyncScheduler,
): MonoTypeOperatorFunction<T> {
  if (!names.some((name) => deadlines[name])) return (source) => source;
  return guardedOperator((subscriber) => {
    let start = scheduler.now();
    let pausedAt: number | undefined;
    /** Time since subscribe without the pauses, in ms. */
    const elapsed = () => (pausedAt ?? scheduler.now()) - start;
    /** The times, of `elapsed`, from which the deadlines count; `Infinity` once one no longer applies. */
    const since = { firstContent: 0, silence: 0, contentGap: 0, total: 0 };
    const isKindUsed = Boolean(deadlines.contentGap) || Boolean(deadlines.firstContent);
    /** Rings no later than the next deadline; a pause, which may happen per chunk, does not touch it. */
    let alarm: Subscription | undefined;

    const due = (name: Deadline) => since[name] + ((deadlines[name] ?? 0) || Infinity);
    const arm = () => {
      if (alarm || pausedAt !== undefined) return;
      const next = Math.min(...names.map(due));
      if (next < Infinity) {
        // One that rings before a deadline passes is set again.
        alarm = scheduler.schedule(ring, Math.min(Math.max(0, next - elapsed()), longestDelay));
      }
    };
    const ring = guardCallback(subscriber, () => {
      alarm = undefined;
      if (pausedAt !== undefined) return;
      const late = names.find((name) => due(name) <= elapsed());
      if (late) subscriber.error(new StreamDeadlineError(late, deadlines[late] ?? 0));
      else arm();
    });
    const pause = (paused: boolean) => {
      if (paused) pausedAt ??= scheduler.now();
      else if (pausedAt !== undefined) {
        start += scheduler.now() - pausedAt;
        pausedAt = undefined;
        arm();
      }
    };

    subscriber.add(() => alarm?.unsubscribe());
    from(paused$).subscribe(guardObserver<boolean>(subscriber, { next: pause, complete: noop }));
    from(life$).subscribe(
      guardObserver(subscriber, {
        next: () => {
          since.silence = elapsed();
        },
        complete: noop,
      }),
    );
    arm();
    return {
      next: (event) => {
        since.silence = elapsed();
        if (isKindUsed) {
          const kind = kindOf(event);
          if (kind !== 'ping') since.contentGap = since.silence;
          if (kind === 'content') since.firstContent = Infinity;
        }
        subscriber.next(event);
      },
    };
  });
}
