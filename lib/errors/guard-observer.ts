import type { Observer, Subscriber } from 'rxjs';
import { AnthropicError, isAnthropicError } from './anthropic-error.ts';

/** What an observer does; `error` and `complete` are passed on to the subscriber unless given. */
export interface GuardedHandlers<T> {
  readonly next: (value: T) => void;
  readonly error?: (error: unknown) => void;
  readonly complete?: () => void;
}

/**
 * The observer of every hand-written operator. What a handler throws becomes the subscriber's error notification; RxJS
 * would report it outside the stream, which ends a Node process. Values that a synchronous source emits after the
 * subscriber has closed are dropped.
 */
export function guardObserver<T>(subscriber: Subscriber<unknown>, handlers: GuardedHandlers<T>): Observer<T> {
  const guard = (work: () => void) => {
    try {
      work();
    } catch (error) {
      subscriber.error(isAnthropicError(error) ? error : failed(error));
    }
  };
  return {
    next: (value) => {
      if (subscriber.closed) return;
      try {
        handlers.next(value);
      } catch (error) {
        subscriber.error(isAnthropicError(error) ? error : failed(error));
      }
    },
    error: (error: unknown) => guard(() => (handlers.error ? handlers.error(error) : subscriber.error(error))),
    complete: () => guard(() => (handlers.complete ? handlers.complete() : subscriber.complete())),
  };
}

function failed(cause: unknown): AnthropicError {
  const reason = typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : 'unknown';
  return new AnthropicError(`The stream could not be processed: ${reason.slice(0, 500)}`, { cause });
}
