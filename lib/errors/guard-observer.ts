import { type Observer, Subscriber } from 'rxjs';
import { AnthropicError, isAnthropicError } from './anthropic-error.ts';
import { reasonOf } from './reason-of.ts';

/** The handlers of an observer; without `error` and `complete` it notifies the subscriber. */
export interface GuardedHandlers<T> {
  readonly next: (value: T) => void;
  readonly error?: (error: unknown) => void;
  readonly complete?: () => void;
}

/**
 * The observer of every hand-written operator. Exceptions of a handler become the subscriber's error notification; RxJS
 * would report them outside the stream, which ends a Node process. When the subscriber closes, the observer unsubscribes
 * from the source, even from a synchronous one.
 */
export function guardObserver<T>(subscriber: Subscriber<unknown>, handlers: GuardedHandlers<T>): Observer<T> {
  return new GuardedSubscriber(subscriber, handlers);
}

/**
 * The callback of every promise and timer inside an Observable. Its exceptions become the subscriber's error notification;
 * once the subscriber has closed it does nothing.
 */
export function guardCallback<T = void>(
  subscriber: Subscriber<unknown>,
  callback: (value: T) => void,
): (value: T) => void {
  return (value) => {
    if (subscriber.closed) return;
    try {
      callback(value);
    } catch (error) {
      subscriber.error(typed(error));
    }
  };
}

/** Like the subscribers of RxJS's own operators: only one that its destination knows can stop a synchronous source. */
// eslint-disable-next-line rxjs-x/no-subclass -- RxJS 7 exports no alternative
class GuardedSubscriber<T> extends Subscriber<T> {
  readonly #subscriber: Subscriber<unknown>;
  readonly #handlers: GuardedHandlers<T>;

  constructor(subscriber: Subscriber<unknown>, handlers: GuardedHandlers<T>) {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- see above
    super(subscriber);
    this.#subscriber = subscriber;
    this.#handlers = handlers;
  }

  protected override _next(value: T): void {
    try {
      this.#handlers.next(value);
    } catch (error) {
      this.#subscriber.error(typed(error));
    }
  }

  protected override _error(error: unknown): void {
    try {
      if (this.#handlers.error) this.#handlers.error(error);
      else this.#subscriber.error(error);
    } catch (thrown) {
      this.#subscriber.error(typed(thrown));
    } finally {
      this.unsubscribe();
    }
  }

  protected override _complete(): void {
    try {
      if (this.#handlers.complete) this.#handlers.complete();
      else this.#subscriber.complete();
    } catch (thrown) {
      this.#subscriber.error(typed(thrown));
    } finally {
      this.unsubscribe();
    }
  }
}

function typed(error: unknown): AnthropicError {
  if (isAnthropicError(error)) return error;
  return new AnthropicError(`The stream could not be processed: ${reasonOf(error)}`, { cause: error });
}
