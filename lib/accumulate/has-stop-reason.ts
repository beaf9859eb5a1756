import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';

/**
 * Whether the reply has a stop reason after an event, if it `had` one before. After a stop reason, the reply contains all that the
 * model will write, even if the connection breaks before `message_stop`.
 */
export function hasStopReason(had: boolean, event: BetaMessageStreamEvent): boolean {
  if (event.type !== 'message_delta') return had && event.type !== 'message_start';
  const delta = event.delta as { readonly stop_reason?: string | null } | undefined; // servers omit both
  return delta?.stop_reason === undefined ? had : delta.stop_reason !== null;
}
