import { concatMap, type OperatorFunction } from 'rxjs';
import { readableEvent } from '../accumulate/readable-event.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';

/** A fragment of the input of a tool call, and the index of its block. */
export interface IndexedInputJSON {
  /** Index of the block in the content, from 0. */
  readonly index: number;
  /** A piece of JSON, which often ends in the middle of a word. */
  readonly partial_json: string;
}

/**
 * Emits the raw fragments of tool input as they arrive, except empty ones.
 *
 * ```text
 * source:  --S--B--J({"a)--J(":1})--E--D--X|
 * inputJsonDeltas()
 * result:  --------{"a-----":1}------------|
 * ```
 * Completes and errors with the source.
 *
 * @example Show tool input while it streams
 * ```ts
 * import { inputJsonDeltas, type MessageStreamEvent } from 'anthropic-rxjs';
 * import type { Observable } from 'rxjs';
 *
 * const showInput = (events$: Observable<MessageStreamEvent>) =>
 *   events$.pipe(inputJsonDeltas()).subscribe(({ partial_json }) => console.log(partial_json));
 * ```
 * @see toolInputs
 */
export function inputJsonDeltas(): OperatorFunction<BetaMessageStreamEvent, IndexedInputJSON> {
  return (source) => source.pipe(concatMap(fragmentsOf));
}

function fragmentsOf(sent: BetaMessageStreamEvent): readonly IndexedInputJSON[] {
  const event = readableEvent(sent);
  if (event.type !== 'content_block_delta' || event.delta.type !== 'input_json_delta') return [];
  const { partial_json } = event.delta;
  return partial_json === '' ? [] : [{ index: event.index, partial_json }];
}
