import { Observable, type OperatorFunction, type Subscriber } from 'rxjs';
import { type GuardedHandlers, guardObserver } from './guard-observer.ts';

/**
 * A hand-written operator. `handle` runs once per subscription, holds its state, and returns the handlers of the source;
 * `guardObserver` describes their exceptions and their defaults.
 */
export function guardedOperator<T, R>(
  handle: (subscriber: Subscriber<R>) => GuardedHandlers<T>,
): OperatorFunction<T, R> {
  return (source) =>
    new Observable((subscriber) => {
      source.subscribe(guardObserver(subscriber, handle(subscriber)));
    });
}
