import { from, Observable, type ObservableInput, type Observer, type Subscription } from 'rxjs';

/**
 * Subscribes to `source` until `parent` is unsubscribed, even before `subscribe` returns: a synchronous source stops
 * there. A source that is not an `ObservableInput` is an error of the observer.
 */
export function subscribeWithin<T>(
  parent: Subscription,
  source: ObservableInput<T>,
  observer: Observer<T>,
): Subscription {
  return new Observable<T>((subscriber) => {
    parent.add(subscriber);
    if (!subscriber.closed) from(source).subscribe(subscriber);
  }).subscribe(observer);
}
