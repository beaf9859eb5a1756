import { type Context, context } from '@opentelemetry/api';
import { Observable } from 'rxjs';
import { guardObserver } from '../errors/guard-observer.ts';

/**
 * Subscribes to `source` inside a context, and notifies inside `outside`: otherwise the consumer's later calls would count
 * as part of this one.
 */
export function within<T>(inside: Context, source: Observable<T>, outside = context.active()): Observable<T> {
  return new Observable((subscriber) => {
    const observer = guardObserver<T>(subscriber, {
      next: (value) => context.with(outside, () => subscriber.next(value)),
      error: (error) => context.with(outside, () => subscriber.error(error)),
      complete: () => context.with(outside, () => subscriber.complete()),
    });
    context.with(inside, () => source.subscribe(observer));
  });
}
