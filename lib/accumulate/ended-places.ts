import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { MessageState } from './accumulate-message.ts';
import { isEnded, openPlaces, openPlacesAt } from './block-places.ts';

const none: readonly never[] = [];

/** The places of the blocks that ended with `event`, which led from the state `before` to `state`. */
export function endedPlaces(
  before: MessageState | undefined,
  state: MessageState,
  event: BetaMessageStreamEvent,
): readonly number[] {
  switch (event.type) {
    case 'message_start':
      return state === before ? none : state.message.content.map((_, place) => place);
    case 'content_block_start':
    case 'content_block_stop':
      return before ? openPlacesAt(before, event.index).filter((place) => isEnded(state, place)) : none;
    case 'message_stop':
      return before ? openPlaces(before) : none;
    default:
      return none;
  }
}
