import { EMPTY, type MonoTypeOperatorFunction, type Observable, type SchedulerLike, type Subscription } from 'rxjs';
import { guardCallback, guardObserver } from '../errors/guard-observer.ts';
import { guardedOperator } from '../errors/guarded-operator.ts';
import { longestDelay } from '../errors/longest-delay.ts';

/** The options of `withHeartbeat`. */
export interface Heartbeat<T> {
  /** Silence in ms; 0 or more than a timer supports turns the heartbeat off. */
  readonly every: number;
  readonly beat: T;
  readonly scheduler: SchedulerLike;
  /** Whether a beat may follow this value. Default: always. */
  readonly mayFollow?: (value: T) => boolean;
  /** While its latest value is `true`, the page does not read, and beats would only accumulate. */
  readonly paused$?: Observable<boolean> | undefined;
}

/**
 * Mirrors the source and emits `beat` after each `every` ms of silence.
 *
 * One timer serves all values: a value only records its time, and the timer compares when it fires.
 */
export function withHeartbeat<T>(heartbeat: Heartbeat<T>): MonoTypeOperatorFunction<T> {
  const { every, beat, scheduler, mayFollow = () => true, paused$ = EMPTY } = heartbeat;
  if (every === 0 || every > longestDelay) return (source) => source;
  return guardedOperator((subscriber) => {
    let mayBeat = true;
    let lastTime = scheduler.now();
    let paused = false;
    let alarm: Subscription | undefined;
    paused$.subscribe(
      guardObserver(subscriber, {
        next: (latest) => (paused = latest),
        complete: () => undefined,
      }),
    );
    const ring = guardCallback(subscriber, () => {
      const now = scheduler.now();
      if (now < lastTime) lastTime = now; // the clock was set back
      if (now - lastTime >= every) {
        lastTime = now;
        if (mayBeat && !paused) subscriber.next(beat);
      }
      if (!subscriber.closed) arm(lastTime + every - now);
    });
    const arm = (delay: number) => {
      alarm = scheduler.schedule(ring, delay);
    };
    subscriber.add(() => alarm?.unsubscribe());
    arm(every);
    return {
      next: (value) => {
        mayBeat = mayFollow(value);
        lastTime = scheduler.now();
        subscriber.next(value);
      },
    };
  });
}
