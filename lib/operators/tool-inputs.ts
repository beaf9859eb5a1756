import { concatMap, defer, type OperatorFunction } from 'rxjs';
import type { MessageState } from '../accumulate/accumulate-message.ts';
import { blockAt, indexAt } from '../accumulate/block-places.ts';
import { isCompleteBlock } from '../accumulate/complete-block.ts';
import { endedPlaces } from '../accumulate/ended-places.ts';
import { PartialJson } from '../accumulate/partial-json.ts';
import { isToolInputBlock } from '../types/is-tool-input-block.ts';
import type { BetaContentBlockDeltaEvent, BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { accumulate } from './accumulate.ts';

/** The input of one tool call so far. */
export interface GrowingToolInput {
  /** Index of the block in the content, from 0. */
  readonly index: number;
  /** `id` of the call. */
  readonly id: string;
  /** Name of the tool. */
  readonly name: string;
  /** The input so far: strings grow, other values appear when they are complete. An emitted value never changes. */
  readonly input: unknown;
  /** Whether the block has stopped with valid JSON. */
  readonly complete: boolean;
}

/**
 * Emits the input of each tool call as it grows, and once more when the block ends with valid JSON. It includes calls
 * of server tools and MCP tools. While more than about 60 properties or 250 array entries are open, it emits less often
 * than fragments arrive, so that it takes linear time. The last value of a complete input is exact.
 *
 * ```text
 * source:  --S--B--J({"a":)--J("x)------J(y"})-------E--------------D--X|
 * toolInputs()
 * result:  --------{}--------{a:x}------{a:xy}-------{a:xy}!------------|   ! complete
 * ```
 * Completes with the source. Adds `partialMessage` to errors of the source. Errors with `MalformedStreamError` if the
 * events do not form a message. If the input turns out to be invalid JSON, its value stays unchanged and never becomes
 * `complete`.
 *
 * @example A file while the model writes it
 * ```ts
 * import { type MessageStreamEvent, toolInputs } from 'anthropic-rxjs';
 * import { filter, map, type Observable } from 'rxjs';
 *
 * const writtenFile = (events$: Observable<MessageStreamEvent>) =>
 *   events$.pipe(toolInputs(), filter(({ name }) => name === 'write_file'), map(({ input }) => input));
 * ```
 */
export function toolInputs(): OperatorFunction<BetaMessageStreamEvent, GrowingToolInput> {
  return (source) =>
    defer(() => {
      const parsers = new Map<number, PartialJson>();
      return source.pipe(
        accumulate((state, event, before) => {
          if (!state || state === before) return none;
          if (event.type === 'content_block_delta') return grown(state, event, parsers);
          if (event.type === 'message_start') parsers.clear();
          if (event.type === 'content_block_start') parsers.delete(event.index);
          return endedPlaces(before, state, event).flatMap((place) => finished(state, place));
        }),
        concatMap((inputs) => inputs),
      );
    });
}

const none: readonly never[] = [];

function grown(
  state: MessageState,
  { index, delta }: BetaContentBlockDeltaEvent,
  parsers: Map<number, PartialJson>,
): readonly GrowingToolInput[] {
  const block = blockAt(state, index);
  if (delta.type !== 'input_json_delta' || !block || !isToolInputBlock(block)) return none;
  const parser = parsers.get(index) ?? new PartialJson();
  parsers.set(index, parser);
  const before = parser.value;
  parser.feed(delta.partial_json);
  const input = parser.value;
  if (input === before || input === undefined) return none;
  return [{ index, id: block.id, name: block.name, input, complete: false }];
}

function finished(state: MessageState, place: number): readonly GrowingToolInput[] {
  const block = state.blocks.get(place);
  if (!block || !isToolInputBlock(block) || !isCompleteBlock(state.message, block)) return none;
  return [{ index: indexAt(state, place), id: block.id, name: block.name, input: block.input, complete: true }];
}
