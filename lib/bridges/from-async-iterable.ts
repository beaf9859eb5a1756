import { Observable } from 'rxjs';
import { AnthropicError } from '../errors/anthropic-error.ts';
import { aFunction, checkOptions, kindOf, required } from '../errors/check-options.ts';
import { quietly } from '../errors/quietly.ts';

/**
 * Emits the values of another client's async iterable and completes with it. Each subscription calls `factory` once,
 * with a signal that unsubscribing aborts. Unsubscribing also closes the iterator and aborts the `controller` of
 * streams of the official SDK. A stalled stream therefore closes immediately, unlike with `from()` of RxJS. With the
 * official SDK, use `messages.create({ stream: true })`, because its helper `stream()` keeps changing the
 * `message_start` event that it emitted.
 *
 * Errors of the iterable pass unchanged. An object that breaks the contract of async iterables, such as a `next()` that
 * returns no promise, causes an `AnthropicError`. Throws `InvalidOptionsError` when `factory` is not a function.
 *
 * @example Operators over the official SDK
 * ```ts
 * import { fromAsyncIterable, type MessageStreamEvent, textDeltas } from 'anthropic-rxjs';
 *
 * declare const sdk: { stream(options: { signal: AbortSignal }): AsyncIterable<MessageStreamEvent> };
 *
 * fromAsyncIterable((signal) => sdk.stream({ signal }))
 *   .pipe(textDeltas())
 *   .subscribe((text) => console.log(text));
 * ```
 */
export function fromAsyncIterable<T>(
  factory: (signal: AbortSignal) => AsyncIterable<T> | PromiseLike<AsyncIterable<T>>,
): Observable<T> {
  checkOptions('fromAsyncIterable', { factory }, { factory: required(aFunction) });
  return new Observable((subscriber) => {
    const controller = new AbortController();
    /** Whether the iterator has ended, so that closing it is unnecessary. */
    let ended = false;
    const fail = (error: unknown) => {
      ended = true;
      subscriber.error(error);
    };
    const breach = (problem: string) => subscriber.error(new AnthropicError(`fromAsyncIterable: ${problem}.`));
    /** Runs foreign code, which may throw anywhere, even in a getter. */
    const attempt = (work: () => void) => {
      try {
        work();
      } catch (error) {
        fail(error);
      }
    };

    const read = (iterator: Iterator) => {
      const pull = () => {
        if (subscriber.closed) return;
        const result: unknown = iterator.next();
        // A foreign promise may settle twice; a native one around it does not.
        if (isObject(result) && isFunction(result['then'])) Promise.resolve(result).then(receive, fail);
        else breach(`next() returned ${kindOf(result)}; an async iterator returns a promise`);
      };
      const receive = (result: unknown) =>
        attempt(() => {
          if (!isObject(result)) breach(`next() resolved to ${kindOf(result)} instead of { done, value }`);
          else if (result['done']) {
            ended = true;
            subscriber.complete();
          } else {
            subscriber.next(result['value'] as T); // the type of the iterator
            pull();
          }
        });
      pull();
    };

    const start = (iterable: unknown) =>
      attempt(() => {
        const open = isObject(iterable) ? iterable[Symbol.asyncIterator] : undefined;
        const iterator = isFunction(open) ? open.call(iterable) : undefined;
        if (!isFunction(open)) {
          breach(`the factory returned ${kindOf(iterable)} without Symbol.asyncIterator; return an async iterable`);
        } else if (!isIterator(iterator)) {
          breach(`Symbol.asyncIterator returned ${kindOf(iterator)} without next(); it must return an iterator`);
        } else {
          // An iterator that opens after unsubscribing is closed as well.
          subscriber.add(() => {
            if (!ended) close(iterable, iterator);
          });
          read(iterator);
        }
      });

    new Promise((resolve) => resolve(factory(controller.signal))).then(start, fail);
    subscriber.add(() => {
      if (!ended) controller.abort();
    });
  });
}

/** After unsubscribing, an error of closing has no subscriber to report to. */
function close(iterable: unknown, iterator: Iterator): void {
  const { controller } = iterable as { controller?: { abort: () => void } }; // the official SDK's streams have one
  quietly(() => controller?.abort());
  // A waiting generator settles this only later.
  quietly(() => iterator.return?.());
}

/** An object that may still break the contract of async iterators in what it returns. */
interface Iterator {
  next(): unknown;
  return?(): unknown;
}

function isIterator(value: unknown): value is Iterator {
  return isObject(value) && isFunction(value['next']);
}

function isObject(value: unknown): value is Readonly<Record<PropertyKey, unknown>> {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function isFunction(value: unknown): value is (...args: unknown[]) => unknown {
  return typeof value === 'function';
}
