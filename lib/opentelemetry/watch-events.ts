import { type MonoTypeOperatorFunction, Observable, Subscriber } from 'rxjs';
import { attempt, report } from './attempt.ts';

/** Sees the notifications of a stream before its consumer, and its unsubscribe. */
export interface Watcher<T> {
  next(value: T): void;
  error(error: unknown): void;
  complete(): void;
  unsubscribe(): void;
}

/** Like `tap`, but exceptions of the watcher change nothing for the consumer, and a delta costs less. */
export function watchEvents<T>(watcher: Watcher<T>): MonoTypeOperatorFunction<T> {
  return (source) =>
    new Observable((subscriber) =>
      // A closed destination would unsubscribe before the fields exist.
      subscriber.closed ? undefined : source.subscribe(new WatchingSubscriber(subscriber, watcher)),
    );
}

// eslint-disable-next-line rxjs-x/no-subclass -- RxJS 7 exports no alternative
class WatchingSubscriber<T> extends Subscriber<T> {
  readonly #subscriber: Subscriber<T>;
  readonly #watcher: Watcher<T>;
  #ended = false;

  constructor(subscriber: Subscriber<T>, watcher: Watcher<T>) {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- see above
    super(subscriber);
    this.#subscriber = subscriber;
    this.#watcher = watcher;
  }

  protected override _next(value: T): void {
    // Without a closure, because this runs for each delta.
    try {
      this.#watcher.next(value);
    } catch (error) {
      report(this.#watcher, 'reading a value', error);
    }
    this.#subscriber.next(value);
  }

  protected override _error(error: unknown): void {
    this.#ended = true;
    attempt(this.#watcher, 'ending a span', () => this.#watcher.error(error));
    super._error(error);
  }

  protected override _complete(): void {
    this.#ended = true;
    attempt(this.#watcher, 'ending a span', () => this.#watcher.complete());
    super._complete();
  }

  override unsubscribe(): void {
    if (!this.closed && !this.#ended) {
      this.#ended = true;
      attempt(this.#watcher, 'ending a span', () => this.#watcher.unsubscribe());
    }
    super.unsubscribe();
  }
}
