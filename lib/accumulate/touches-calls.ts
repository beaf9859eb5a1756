import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { MessageState } from './accumulate-message.ts';
import { endedPlaces } from './ended-places.ts';

/** Whether an event may change the calls of a message: without a look at all blocks, which would take quadratic time. */
export function touchesCalls(
  before: MessageState | undefined,
  state: MessageState,
  event: BetaMessageStreamEvent,
): boolean {
  if (event.type === 'content_block_delta') return event.delta.type === 'input_json_delta';
  if (event.type === 'content_block_start' && event.content_block.type === 'tool_use') return true;
  return endedPlaces(before, state, event).some((place) => state.blocks.get(place)?.type === 'tool_use');
}
