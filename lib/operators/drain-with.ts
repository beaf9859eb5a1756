import { concatMap, defer, finalize, from, type ObservableInput, type OperatorFunction, tap } from 'rxjs';
import type { Gate } from './create-gate.ts';

/** How `drainWith` holds a source back. */
export interface DrainOptions {
  /** The gate whose `paused$` the request was given. */
  readonly gate: Gate;
  /** How many values may wait before the wire is held back. Default 16. */
  readonly highWaterMark?: number;
}

/**
 * Emits what `project` gives for each value, one value after the other, as `concatMap`, and holds the wire back while
 * `highWaterMark` values or more are waiting; it is let go again when half of them are left. So a slow consumer bounds
 * what is in memory, to `highWaterMark` values and what one read of the connection brings. The deadlines of the stream
 * stand still meanwhile.
 *
 * ```text
 * source:  -a-b-c---------d-|
 * drainWith(work, { gate, highWaterMark: 2 })   work takes 4 frames
 * result:  -----A---B---C-----(D|)
 * paused:  f--t-----f
 * ```
 * Completes when the last value is worked off. Errors of the source and of `project` pass. Unsubscribing leaves the
 * source and the work; the gate is open again at the end, however it comes.
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
  { gate, highWaterMark = 16 }: DrainOptions,
): OperatorFunction<T, R> {
  return (source) =>
    defer(() => {
      let waiting = 0;
      const done = () => {
        if (--waiting <= highWaterMark / 2) gate.resume();
      };
      return source.pipe(
        tap(() => {
          if (++waiting >= highWaterMark) gate.pause();
        }),
        concatMap((value) => from(project(value)).pipe(finalize(done))),
        finalize(() => gate.resume()),
      );
    });
}
