import { concatMap, defer, type OperatorFunction } from 'rxjs';
import { blockAt, type MessageState } from '../accumulate/accumulate-message.ts';
import { PartialJson } from '../accumulate/partial-json.ts';
import { rawToolInput } from '../accumulate/tool-input.ts';
import type { ToolInputBlock } from '../types/content-block.ts';
import { isToolInputBlock } from '../types/is-tool-input-block.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { accumulate } from './accumulate.ts';

/** The input of one tool call as far as it has come. */
export interface GrowingToolInput {
  /** Place of the block in the content, from 0. */
  readonly index: number;
  /** `id` of the call. */
  readonly id: string;
  /** Name of the tool. */
  readonly name: string;
  /** What is there so far: strings grow, everything else counts when it is certain. Never changes once emitted. */
  readonly input: unknown;
  /** Whether the block has stopped with valid JSON. */
  readonly complete: boolean;
}

/**
 * Emits the input of each tool call as it grows, after every fragment that adds to it, and once more when its block has
 * stopped. Takes time linear in the length of the input. Calls of server tools and MCP tools are among them.
 *
 * ```text
 * source:  --S--B--J({"a":)--J("x)------J(y"})-------E--------------D--X|
 * toolInputs()
 * result:  --------{}--------{a:x}------{a:xy}-------{a:xy}!------------|   ! complete
 * ```
 * Completes with the source. Errors leave with `partialMessage`; events that make no message give
 * `MalformedStreamError`. Input that turns out to be no JSON stays as it was, never complete.
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
          if (!state) return none;
          if (event.type === 'message_start' && state !== before) {
            parsers.clear();
            return state.message.content.flatMap((block, index) => finished(block, index));
          }
          if (event.type === 'content_block_stop') return finishedAt(state, event.index);
          if (event.type !== 'content_block_delta' || event.delta.type !== 'input_json_delta') return none;
          const block = blockAt(state, event.index);
          if (!block || !isToolInputBlock(block)) return none;
          return grown(block, event.index, event.delta.partial_json, parsers);
        }),
        concatMap((inputs) => inputs),
      );
    });
}

const none: readonly never[] = [];

function grown(
  { id, name }: ToolInputBlock,
  index: number,
  fragment: string,
  parsers: Map<number, PartialJson>,
): readonly GrowingToolInput[] {
  const parser = parsers.get(index) ?? new PartialJson();
  parsers.set(index, parser);
  const before = parser.value;
  parser.feed(fragment);
  const input = parser.value;
  return input === before || input === undefined ? none : [{ index, id, name, input, complete: false }];
}

function finishedAt(state: MessageState, index: number): readonly GrowingToolInput[] {
  const block = blockAt(state, index);
  return block ? finished(block, index) : none;
}

function finished(block: Parameters<typeof rawToolInput>[0], index: number): readonly GrowingToolInput[] {
  if (!isToolInputBlock(block) || !rawToolInput(block)?.complete) return none;
  return [{ index, id: block.id, name: block.name, input: block.input, complete: true }];
}
