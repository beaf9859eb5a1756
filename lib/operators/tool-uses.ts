import { concatMap, defer, type OperatorFunction } from 'rxjs';
import { blockAt, type MessageState } from '../accumulate/accumulate-message.ts';
import { rawToolInput } from '../accumulate/tool-input.ts';
import { ToolInputError } from '../errors/tool-input-error.ts';
import type { ToolUseBlock } from '../types/content-block.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { accumulate } from './accumulate.ts';

/** Stop reasons after which the last call may be cut although its block has stopped. */
const cutting = new Set<string | null | undefined>(['max_tokens', 'refusal', 'model_context_window_exceeded']);

/**
 * Emits each complete call of your tools, input parsed, as soon as it is certain that the call is not cut: when the next
 * block starts, or the stop reason says so. A reply that is cut by `max_tokens` or a refusal closes its last block too;
 * that call is never emitted, nor is one whose block never stopped.
 *
 * ```text
 * source:  --S--B--J({"a)--J(":1})--E--D--X-----------|
 * toolUses()
 * result:  ----------------------------tool({a:1})----|
 * ```
 * Completes with the source. `ToolInputError` when a complete call's input is not valid JSON. Errors leave with
 * `partialMessage`.
 *
 * @example Which tools the model calls
 * ```ts
 * import { type MessageStreamEvent, toolUses } from 'anthropic-rxjs';
 * import type { Observable } from 'rxjs';
 *
 * const calls = (events$: Observable<MessageStreamEvent>) =>
 *   events$.pipe(toolUses()).subscribe(({ name, input }) => console.log(name, input));
 * ```
 */
export function toolUses(): OperatorFunction<BetaMessageStreamEvent, ToolUseBlock> {
  return (source) =>
    defer(() => {
      let closed: number[] = [];
      return source.pipe(
        accumulate((state, event, before) => {
          if (!state) return none;
          if (event.type === 'message_start' && state !== before) closed = callsIn(state);
          const settled = settles(event, state) ? closed.splice(0) : none;
          if (event.type === 'content_block_stop' && isCall(state, event.index)) closed.push(event.index);
          return settled.map((index) => parsedCall(state, index));
        }),
        concatMap((calls) => calls),
      );
    });
}

const none: readonly never[] = [];

function callsIn({ message }: MessageState): number[] {
  return message.content.flatMap((block, index) => (block.type === 'tool_use' ? [index] : []));
}

function isCall(state: MessageState, index: number): boolean {
  return blockAt(state, index)?.type === 'tool_use';
}

/** Whether the model has moved on, so that what is closed is whole. */
function settles(event: BetaMessageStreamEvent, { message }: MessageState): boolean {
  if (event.type === 'content_block_start') return true;
  if (event.type === 'message_delta') return message.stop_reason != null && !cutting.has(message.stop_reason);
  if (event.type === 'message_start') return message.stop_reason != null && !cutting.has(message.stop_reason);
  return event.type === 'message_stop' && !cutting.has(message.stop_reason);
}

function parsedCall(state: MessageState, index: number): ToolUseBlock {
  const block = blockAt(state, index) as ToolUseBlock; // only calls are kept
  const raw = rawToolInput(block);
  if (!raw || raw.complete) return block;
  throw new ToolInputError({ index, id: block.id, toolName: block.name, json: raw.json });
}
