import { type Observer, Subscriber } from 'rxjs';
import { AnthropicError, isAnthropicError } from './anthropic-error.ts';
import { reasonOf } from './reason-of.ts';

/** What an observer does; `error` and `complete` are passed on to the subscriber unless given. */
export interface GuardedHandlers<T> {
  readonly next: (value: T) => void;
  readonly error?: (error: unknown) => void;
  readonly complete?: () => void;
}

/**
 * The observer of every hand-written operator. What a handler throws becomes the subscriber's error notification; RxJS
 * would report it outside the stream, which ends a Node process. The source is unsubscribed as soon as the subscriber
 * closes, a source that emits synchronously too.
 */
export function guardObserver<T>(subscriber: Subscriber<unknown>, handlers: GuardedHandlers<T>): Observer<T> {
  return new GuardedSubscriber(subscriber, handlers);
}

/**
 * The callback of every promise and timer inside an Observable. What it throws becomes the subscriber's error
 * notification; once the subscriber has closed it does nothing.
 */
export function guardCallback<Args extends readonly unknown[]>(
  subscriber: Subscriber<unknown>,
  callback: (...args: Args) => void,
): (...args: Args) => void {
  return (...args) => {
    if (subscriber.closed) return;
    try {
      callback(...args);
    } catch (error) {
      subscriber.error(typed(error));
    }
  };
}

/** As the subscribers of RxJS's own operators: only one that its destination knows can stop a synchronous source. */
// eslint-disable-next-line rxjs-x/no-subclass -- RxJS 7 exports nothing else that can
class GuardedSubscriber<T> extends Subscriber<T> {
  readonly #subscriber: Subscriber<unknown>;
  readonly #handlers: GuardedHandlers<T>;

  constructor(subscriber: Subscriber<unknown>, handlers: GuardedHandlers<T>) {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- as above
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
