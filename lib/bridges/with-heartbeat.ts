import { EMPTY, type MonoTypeOperatorFunction, Observable, type SchedulerLike, type Subscription } from 'rxjs';
import { guardCallback, guardObserver } from '../errors/guard-observer.ts';

/** The longest delay of a timer in ms: a longer one would fire at once. */
const longestDelay = 2 ** 31 - 1;

/** When `withHeartbeat` emits what. */
export interface Heartbeat<T> {
  /** Silence in ms; 0 and more than a timer can count mean no heartbeat. */
  readonly every: number;
  readonly beat: T;
  readonly scheduler: SchedulerLike;
  /** Whether a beat may follow this value. Default: always. */
  readonly mayFollow?: (value: T) => boolean;
  /** While its latest value is `true` nobody reads, and beats would only pile up. */
  readonly paused$?: Observable<boolean> | undefined;
}

/**
 * Mirrors the source and emits `beat` after each `every` ms of silence.
 *
 * One timer serves all values: a value only writes its time down, and the timer looks when it fires.
 */
export function withHeartbeat<T>(heartbeat: Heartbeat<T>): MonoTypeOperatorFunction<T> {
  const { every, beat, scheduler, mayFollow = () => true, paused$ = EMPTY } = heartbeat;
  if (every === 0 || every > longestDelay) return (source) => source;
  return (source) =>
    new Observable((subscriber) => {
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
        if (now < lastTime) lastTime = now; // somebody set the clock back
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
      source.subscribe(
        guardObserver(subscriber, {
          next: (value) => {
            mayBeat = mayFollow(value);
            lastTime = scheduler.now();
            subscriber.next(value);
          },
        }),
      );
    });
}
