import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageDeltaEvent } from '../types/message-stream-event.ts';

/**
 * The message with the fields of `message_delta`. It copies all fields, not a list of known ones, which would lose future
 * ones: `stop_reason` and `stop_sequence` unchanged, the others if they are not null.
 */
export function applyMessageDelta(message: BetaMessage, event: BetaMessageDeltaEvent): BetaMessage {
  const { type: _, delta, usage, ...others } = event;
  const { stop_reason, stop_sequence, ...rest } = delta;
  return {
    ...merge(merge(message, others), rest),
    ...(stop_reason !== undefined && { stop_reason }),
    ...(stop_sequence !== undefined && { stop_sequence }),
    // Counters are cumulative, so they replace the earlier ones.
    ...((usage as object | undefined) && { usage: merge(message.usage, usage) }),
  };
}

/** An object with the fields of an update: those with a value, and those with null that were absent before. */
function merge<T extends object>(before: T | undefined, update: object): T {
  const kept = Object.entries(update).filter(
    ([name, value]) => value != null || (value === null && !(before && name in before)),
  );
  return { ...before, ...Object.fromEntries(kept) } as T; // counters that a server omits stay absent
}
