import { Observable } from 'rxjs';

/**
 * Emits what the async iterable of another client gives, and completes with it; its errors pass as they are. `factory`
 * runs once for each subscription, with a signal that is aborted on unsubscribe. Unsubscribing also closes the iterator
 * and aborts the `controller` that streams of the official SDK have, so that a stalled one is closed at once, which
 * RxJS's own `from()` cannot do. Of the official SDK take `messages.create({ stream: true })`: its helper `stream()` goes
 * on writing into the `message_start` event it has given out.
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
  return new Observable((subscriber) => {
    const controller = new AbortController();
    let iterator: AsyncIterator<T> | undefined;
    let ended = false;

    const pull = () => {
      if (!subscriber.closed) iterator?.next().then(receive, fail);
    };
    const receive = (result: IteratorResult<T>) => {
      if (result.done) {
        ended = true;
        subscriber.complete();
      } else {
        subscriber.next(result.value);
        pull();
      }
    };
    const fail = (error: unknown) => {
      ended = true;
      subscriber.error(error);
    };

    const opened = new Promise<AsyncIterable<T>>((resolve) => resolve(factory(controller.signal)));
    const start = (iterable: AsyncIterable<T>) => {
      iterator = iterable[Symbol.asyncIterator]();
      // One that opened after it was left is closed as well.
      subscriber.add(() => {
        if (!ended) close(iterable, iterator);
      });
      pull();
    };
    opened.then(start).catch(fail);
    subscriber.add(() => {
      if (!ended) controller.abort();
    });
  });
}

function close(iterable: object, iterator: AsyncIterator<unknown> | undefined): void {
  const { controller } = iterable as { controller?: { abort?: () => void } }; // the official SDK's streams have one
  controller?.abort?.();
  // A generator that waits settles this only later, and its failure has nobody left to tell.
  iterator?.return?.().then(undefined, () => undefined);
}
