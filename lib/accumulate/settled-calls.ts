import type { BetaContentBlock, ToolUseBlock } from '../types/content-block.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { MessageState } from './accumulate-message.ts';
import { indexAt } from './block-places.ts';
import { isCompleteBlock } from './complete-block.ts';
import { endedPlaces } from './ended-places.ts';
import { isCut } from './stop-reason.ts';
import { knownToolInput } from './tool-input.ts';

/** A call and the index of its block on the wire. */
export interface SettledCall {
  readonly index: number;
  readonly call: ToolUseBlock;
}

/**
 * Finds the calls of a reply that are certainly complete: those that ended before the next block, or before a stop reason
 * that does not truncate. The stop of a block alone proves nothing, since `max_tokens` stops blocks too.
 */
export class SettledCalls {
  #ended: SettledCall[] = [];

  /** The calls that `event` settles, each once; the input of one that a `content_block_stop` ended may be invalid. */
  add(before: MessageState | undefined, state: MessageState, event: BetaMessageStreamEvent): readonly SettledCall[] {
    if (event.type === 'content_block_delta') return none;
    if (event.type === 'message_start' && state !== before) this.#ended = [];
    for (const place of endedPlaces(before, state, event)) {
      const block = state.blocks.get(place);
      if (!block || !isCall(block)) continue;
      if (isStopped(event) || isCompleteBlock(state.message, block)) {
        this.#ended.push({ index: indexAt(state, place), call: block });
      }
    }
    if (!settles(event, state)) return none;
    // For a call in message_start, only the message shows whether it is complete.
    return this.#ended.splice(0).filter(({ call }) => knownToolInput(call) ?? isCompleteBlock(state.message, call));
  }
}

const none: readonly never[] = [];

function isCall(block: BetaContentBlock): block is ToolUseBlock {
  return block.type === 'tool_use';
}

/** Calls that `message_start` carries count as stopped: their stop reason may follow. */
function isStopped({ type }: BetaMessageStreamEvent): boolean {
  return type === 'content_block_stop' || type === 'message_start';
}

function settles({ type }: BetaMessageStreamEvent, { message: { stop_reason } }: MessageState): boolean {
  if (type === 'content_block_start') return true;
  if (type === 'message_stop') return !isCut(stop_reason);
  return (type === 'message_delta' || type === 'message_start') && stop_reason != null && !isCut(stop_reason);
}
