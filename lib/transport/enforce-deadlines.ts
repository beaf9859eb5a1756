import {
  asyncScheduler,
  EMPTY,
  from,
  type MonoTypeOperatorFunction,
  Observable,
  type ObservableInput,
  type SchedulerLike,
  type Subscription,
} from 'rxjs';
import { type Deadline, StreamDeadlineError } from '../errors/stream-deadline-error.ts';
import type { Deadlines } from './request-options.ts';

/** What an event means to the clocks. */
export type EventKind = 'ping' | 'content' | 'other';

/**
 * Mirrors the source and ends it with `StreamDeadlineError` when one of its clocks runs out. The clocks start on
 * subscribe and stand still while the latest value of `paused$` is `true`.
 *
 * One timer serves every clock: an event only writes down when each is due next, and the timer looks when it fires.
 */
export function enforceDeadlines<T>(
  deadlines: Deadlines,
  kindOf: (event: T) => EventKind,
  paused$: ObservableInput<boolean> = EMPTY,
  scheduler: SchedulerLike = asyncScheduler,
): MonoTypeOperatorFunction<T> {
  const clocks = (['firstContent', 'silence', 'contentGap', 'total'] as const).filter((name) => deadlines[name]);
  if (clocks.length === 0) return (source) => source;
  return (source) =>
    new Observable((subscriber) => {
      const due = new Map<Deadline, number>();
      let alarm: Subscription | undefined;
      let pausedAt: number | undefined;
      const length = (name: Deadline) => deadlines[name] ?? 0;
      const restart = (name: Deadline) => {
        if (due.has(name)) due.set(name, scheduler.now() + length(name));
      };
      const arm = () => {
        alarm?.unsubscribe();
        if (pausedAt !== undefined || due.size === 0) return;
        alarm = scheduler.schedule(ring, Math.max(0, Math.min(...due.values()) - scheduler.now()));
      };
      const ring = () => {
        const late = [...due].find(([, at]) => at <= scheduler.now());
        if (late) subscriber.error(new StreamDeadlineError(late[0], length(late[0])));
        else arm();
      };
      const pause = (paused: boolean) => {
        if (paused === (pausedAt !== undefined)) return;
        if (pausedAt !== undefined) {
          for (const [name, at] of due) due.set(name, at + scheduler.now() - pausedAt);
        }
        pausedAt = paused ? scheduler.now() : undefined;
        arm();
      };

      for (const name of clocks) due.set(name, scheduler.now() + length(name));
      subscriber.add(() => alarm?.unsubscribe());
      subscriber.add(from(paused$).subscribe({ next: pause, error: (error: unknown) => subscriber.error(error) }));
      arm();
      subscriber.add(
        source.subscribe({
          next: (event) => {
            const kind = kindOf(event);
            if (kind === 'content') due.delete('firstContent');
            if (kind !== 'ping') restart('contentGap');
            restart('silence');
            subscriber.next(event);
          },
          error: (error: unknown) => subscriber.error(error),
          complete: () => subscriber.complete(),
        }),
      );
    });
}
