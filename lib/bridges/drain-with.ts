import { defer, Observable, type ObservableInput, type OperatorFunction } from 'rxjs';
import { returnedStream } from '../errors/returned-stream.ts';
import { aFunction, checkOptions, countFrom, required } from '../errors/check-options.ts';
import { guardObserver } from '../errors/guard-observer.ts';
import { aGate, type Gate } from './create-gate.ts';
import { Fifo } from './fifo.ts';
import { subscribeWithin } from '../operators/subscribe-within.ts';

/** The options of `drainWith`. */
export interface DrainOptions {
  /** The gate whose `paused$` you pass to the request. */
  readonly gate: Gate;
  /** How many values may wait before the gate closes. Default 16. */
  readonly highWaterMark?: number | undefined;
}

/**
 * Emits the results of `project` for each value, one value after the other, like `concatMap`, but with backpressure.
 * The gate closes when `highWaterMark` values wait, and opens when half of them remain. Memory is therefore bounded by
 * `highWaterMark` values and one read of the connection. While the gate is closed, the deadlines of the stream pause.
 *
 * ```text
 * source:  -a-b-c---------d-|
 * drainWith(work, { gate, highWaterMark: 2 })   work takes 4 frames
 * result:  -----A---B---C-----(D|)
 * paused:  f--t-----f
 * ```
 * Completes when `project` has completed for the last value. Errors of the source and of `project` pass. Unsubscribing
 * unsubscribes from the source and from the running `project`. The gate opens on complete, error and unsubscribe.
 * Throws `InvalidOptionsError` for a wrong argument.
 *
 * @example Write no faster than the disk
 * ```ts
 * import { AnthropicClient, createGate, drainWith, type MessageCreateParams, textDeltas } from 'anthropic-rxjs';
 *
 * const save = (params: MessageCreateParams, write: (text: string) => Promise<void>) => {
 *   const gate = createGate();
 *   return new AnthropicClient().messages
 *     .stream(params, { paused$: gate.paused$ })
 *     .pipe(textDeltas(), drainWith(write, { gate }));
 * };
 * ```
 * @see createGate
 */
export function drainWith<T, R>(
  project: (value: T) => ObservableInput<R>,
  options: DrainOptions,
): OperatorFunction<T, R> {
  checkOptions('drainWith', { project }, { project: required(aFunction) });
  checkOptions('drainWith', options, { gate: required(aGate), highWaterMark: countFrom(1) });
  const { gate, highWaterMark = 16 } = options;
  return (source) =>
    new Observable((subscriber) => {
      const waiting = new Fifo<T>();
      let working = false;
      let looping = false;
      let complete = false;

      // Not concatMap: it nests synchronous work, and thousands of waiting values overflow the stack.
      const work = () => {
        if (looping) return;
        looping = true;
        while (!working && waiting.length > 0 && !subscriber.closed) {
          working = true;
          const { oldest } = waiting;
          subscribeWithin(
            subscriber,
            defer(() => returnedStream('drainWith', 'project', project(oldest))),
            worker(),
          );
        }
        looping = false;
        if (complete && waiting.length === 0) subscriber.complete();
      };
      const worker = () =>
        guardObserver<R>(subscriber, {
          next: (result) => subscriber.next(result),
          complete: () => {
            working = false;
            waiting.take();
            if (waiting.length <= highWaterMark / 2) gate.resume();
            work();
          },
        });
      const intake = guardObserver<T>(subscriber, {
        next: (value) => {
          if (waiting.push(value) >= highWaterMark) gate.pause();
          work();
        },
        complete: () => {
          complete = true;
          work();
        },
      });
      subscribeWithin(subscriber, source, intake);
      subscriber.add(() => gate.resume());
    });
}
