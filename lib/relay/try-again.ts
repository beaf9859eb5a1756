import {
  catchError,
  defer,
  type MonoTypeOperatorFunction,
  type Observable,
  retry,
  type SchedulerLike,
  throwError,
  timer,
} from 'rxjs';
import { isAnthropicError } from '../index.ts';

/** The time after which the relay stops trying, in ms. */
const patience = 300_000;
const firstDelay = 50;
const longestDelay = 1_000;

/** Subscribes again when the log fails, after 50 ms, 100 ms, … up to 1 s. Errors of this library pass: they are answers. */
export function tryAgain<T>(scheduler: SchedulerLike): MonoTypeOperatorFunction<T> {
  return (source) => source.pipe(catchError((error: unknown) => askAgain(source, error, scheduler)));
}

/** The attempts after the first, which has failed. Each value starts patience and delays again. */
export function askAgain<T>(source: Observable<T>, failure: unknown, scheduler: SchedulerLike): Observable<T> {
  let failedSince = 0;
  let attempts = 0;
  return defer(() => (attempts++ === 0 ? throwError(() => failure) : source)).pipe(
    retry({
      resetOnSuccess: true,
      delay: (error: unknown, count) => {
        if (count === 1) failedSince = scheduler.now();
        if (isAnthropicError(error) || scheduler.now() - failedSince > patience) return throwError(() => error);
        return timer(Math.min(firstDelay * 2 ** (count - 1), longestDelay), scheduler);
      },
    }),
  );
}
