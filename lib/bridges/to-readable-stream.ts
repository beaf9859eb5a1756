import { defer, type Observable, type ObservableInput, Subscription } from 'rxjs';
import { anObservableInput, checkOptions, countFrom, required } from '../errors/check-options.ts';
import { aGate, type Gate } from './create-gate.ts';
import { Fifo } from './fifo.ts';
import { subscribeWithin } from '../operators/subscribe-within.ts';

/** The backpressure of a bridge. */
export interface PullOptions {
  /**
   * The gate whose `paused$` you pass to the request. Without a gate, values that the reader does not read in time wait
   * in memory, without a limit.
   */
  readonly gate?: Gate | undefined;
  /** How many values may wait before the gate closes. Default 16. */
  readonly highWaterMark?: number | undefined;
}

/**
 * Converts an Observable to a `ReadableStream`: call the result with the Observable, or put it at the end of a `pipe`
 * of functions. The first read subscribes to the source. A `gate` closes while `highWaterMark` values wait, so `pipeTo`
 * has backpressure from end to end. Closes when the source completes; an error of the source reaches the reader after
 * the waiting values. Cancelling the stream unsubscribes from the source and opens the gate. Throws
 * `InvalidOptionsError` for a wrong option.
 *
 * @example Text into a file
 * ```ts
 * import { AnthropicClient, createGate, textDeltas, toReadableStream, type MessageCreateParams } from 'anthropic-rxjs';
 *
 * const save = (params: MessageCreateParams, file: WritableStream<string>) => {
 *   const gate = createGate();
 *   const text$ = new AnthropicClient().messages.stream(params, { paused$: gate.paused$ }).pipe(textDeltas());
 *   return toReadableStream({ gate })(text$).pipeTo(file);
 * };
 * ```
 * @see toAsyncIterable
 */
export function toReadableStream(options: PullOptions = {}): <T>(source: ObservableInput<T>) => ReadableStream<T> {
  checkPullOptions('toReadableStream', options);
  const { gate, highWaterMark = 16 } = options;
  return <T>(source: ObservableInput<T>) => {
    const cancelled = new Subscription();
    // The queue of a stream takes quadratic time in Node when it is long.
    const waiting = new Fifo<T>();
    let subscription: Subscription | undefined;
    let end: (() => void) | undefined;
    let isAsking = false;

    const subscribe = (controller: ReadableStreamDefaultController<T>) => {
      const finish = (work: () => void) => {
        if (waiting.length > 0) end = work;
        else work();
      };
      return subscribeWithin(cancelled, pullSource('toReadableStream', source), {
        next: (value) => {
          if (isAsking) {
            isAsking = false;
            controller.enqueue(value);
          } else if (waiting.push(value) >= highWaterMark) gate?.pause();
        },
        error: (error: unknown) => finish(() => controller.error(error)),
        complete: () => finish(() => controller.close()),
      });
    };

    return new ReadableStream<T>(
      {
        // Called only when a reader waits.
        pull: (controller) => {
          if (waiting.length > 0) {
            controller.enqueue(waiting.take());
            if (waiting.length === 0) end?.();
          } else {
            isAsking = true;
            gate?.resume();
            subscription ??= subscribe(controller);
          }
        },
        cancel: () => {
          cancelled.unsubscribe();
          gate?.resume();
        },
      },
      { highWaterMark: 0 },
    );
  };
}

/** The source of `toReadableStream` and `toAsyncIterable`. Errors with `InvalidOptionsError` for a value that is not a stream. */
export function pullSource<T>(owner: string, source: ObservableInput<T>): Observable<T> {
  return defer(() => {
    checkOptions(owner, { source }, { source: required(anObservableInput) });
    return source;
  });
}

/** The options of `toReadableStream` and `toAsyncIterable`. */
export function checkPullOptions(owner: string, options: PullOptions): void {
  checkOptions(owner, options, pullRules);
}

/** The rules of `PullOptions`. */
export const pullRules = { gate: aGate, highWaterMark: countFrom(1) };
