import type { MessageState } from './accumulate-message.ts';
import { openPlaces } from './block-places.ts';

/**
 * Whether a stream that ends here contains a complete reply: with `message_stop`, or with a stop reason and no open block.
 * Some gateways end the body or send `[DONE]` instead of `message_stop`.
 */
export function isWhole(state: MessageState): boolean {
  return state.complete || (state.stopping && openPlaces(state).length === 0);
}
