import { EMPTY, type MonoTypeOperatorFunction, Observable, type SchedulerLike } from 'rxjs';
import { guardObserver } from '../errors/guard-observer.ts';

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
      const pause = (latest: boolean) => (paused = latest);
      subscriber.add(paused$.subscribe({ next: pause, error: (error: unknown) => subscriber.error(error) }));
      subscriber.add(
        scheduler.schedule(function () {
          const now = scheduler.now();
          if (now < lastTime) lastTime = now; // somebody set the clock back
          if (now - lastTime >= every) {
            lastTime = now;
            if (mayBeat && !paused) subscriber.next(beat);
          }
          this.schedule(undefined, lastTime + every - now);
        }, every),
      );
      subscriber.add(
        source.subscribe(
          guardObserver(subscriber, {
            next: (value) => {
              mayBeat = mayFollow(value);
              lastTime = scheduler.now();
              subscriber.next(value);
            },
          }),
        ),
      );
    });
}
