import { accumulateMessage, type MessageState } from '../../lib/accumulate/accumulate-message.ts';
import type { BetaMessageStreamEvent } from '../../lib/types/message-stream-event.ts';

/** The state that these events lead to. */
export function stateAfter(...events: readonly BetaMessageStreamEvent[]): MessageState | undefined {
  return events.reduce<MessageState | undefined>(accumulateMessage, undefined);
}
