import { asapScheduler, type OperatorFunction, type Subscription } from 'rxjs';
import { guardCallback } from '../errors/guard-observer.ts';
import { guardedOperator } from '../errors/guarded-operator.ts';

/** One value of a running tool, or its result. */
export type Outcome<T> = { readonly progress: T } | { readonly result: T | undefined };

/**
 * Emits the last value as the result, when the source completes, and every earlier one as progress. A value counts as
 * progress when another follows, or when the source does not complete in the same task. So each value appears without a
 * wait for the next.
 */
export function withProgress<T>(): OperatorFunction<T, Outcome<T>> {
  return guardedOperator((subscriber) => {
    let last: T | undefined;
    let held = false;
    let waiting: Subscription | undefined;
    const release = () => {
      if (!held) return;
      held = false;
      subscriber.next({ progress: last as T }); // exists: checked above
    };
    return {
      next: (value) => {
        release();
        last = value;
        held = true;
        waiting?.unsubscribe();
        subscriber.add((waiting = asapScheduler.schedule(guardCallback(subscriber, release))));
      },
      error: (error) => {
        release();
        subscriber.error(error);
      },
      complete: () => {
        subscriber.next({ result: last });
        subscriber.complete();
      },
    };
  });
}
