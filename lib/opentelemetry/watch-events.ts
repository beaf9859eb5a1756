import { type MonoTypeOperatorFunction, Observable, Subscriber } from 'rxjs';

/** Sees the notifications of a stream before its consumer, and its unsubscribe. It must not throw. */
export interface Watcher<T> {
  readonly next: (value: T) => void;
  readonly error: (error: unknown) => void;
  readonly complete: () => void;
  readonly unsubscribe: () => void;
}

/** Like `tap`, without its protection from exceptions, which costs more per delta than the watcher itself. */
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
    this.#watcher.next(value);
    this.#subscriber.next(value);
  }

  protected override _error(error: unknown): void {
    this.#ended = true;
    this.#watcher.error(error);
    super._error(error);
  }

  protected override _complete(): void {
    this.#ended = true;
    this.#watcher.complete();
    super._complete();
  }

  override unsubscribe(): void {
    if (!this.closed && !this.#ended) {
      this.#ended = true;
      this.#watcher.unsubscribe();
    }
    super.unsubscribe();
  }
}
