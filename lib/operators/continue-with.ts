import { type MonoTypeOperatorFunction, Observable, type Subscription } from 'rxjs';
import { guardObserver } from '../errors/guard-observer.ts';
import { queueNotice, withQueueNotice } from './queue-notice.ts';
import { subscribeWithin } from './subscribe-within.ts';

/**
 * Emits the source's events and, at each error, continues with the stream that `next` returns for it. An exception of
 * `next` becomes the error. It works like nested `catchError`s, but runs streams that fail synchronously in a loop, so
 * that any number of them fits on the stack.
 */
export function continueWith<T>(next: (error: unknown) => Observable<T>): MonoTypeOperatorFunction<T> {
  return (source) =>
    new Observable((subscriber) => {
      const notice = queueNotice();
      let upcoming: Observable<T> | undefined = source;
      let current: Subscription | undefined;
      let looping = false;
      const run = () => {
        if (looping) return;
        looping = true;
        while (upcoming && !subscriber.closed) {
          const stream$ = upcoming;
          upcoming = undefined;
          withQueueNotice(notice, () => {
            current = subscribeWithin(subscriber, stream$, observer());
          });
        }
        looping = false;
      };
      const observer = () =>
        guardObserver<T>(subscriber, {
          next: (value) => subscriber.next(value),
          error: (error) => {
            try {
              upcoming = next(error);
            } catch (last) {
              subscriber.error(last);
              return;
            }
            // Frees the resources of the failed stream before the next one needs them.
            if (!looping) current?.unsubscribe();
            run();
          },
        });
      run();
    });
}
