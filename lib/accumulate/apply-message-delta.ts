import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageDeltaEvent } from '../types/message-stream-event.ts';
import type { BetaUsage } from '../types/usage.ts';

/**
 * The message with the fields of `message_delta`. It copies all fields, not a list of known ones, which would lose future
 * ones: `stop_reason` and `stop_sequence` unchanged, the others if they are not null.
 */
export function applyMessageDelta(message: BetaMessage, event: BetaMessageDeltaEvent): BetaMessage {
  const { type: _, delta, usage, ...others } = event;
  const { stop_reason, stop_sequence, ...rest } = delta;
  return {
    ...message,
    ...added(message, others),
    ...added(message, rest),
    ...(stop_reason !== undefined && { stop_reason }),
    ...(stop_sequence !== undefined && { stop_sequence }),
    ...((usage as object | undefined) && { usage: withCounters(message.usage, usage) }),
  };
}

/** Counters are cumulative, so they replace the earlier ones. */
function withCounters(before: BetaUsage | undefined, update: object): BetaUsage {
  return { ...before, ...added(before, update) } as BetaUsage; // counters that a server omits stay absent
}

/** The fields of an update with a value, and those with null that were absent before. */
function added<T extends object>(before: object | undefined, update: T): Partial<T> {
  const kept = Object.entries(update).filter(
    ([name, value]) => value != null || (value === null && !(before && name in before)),
  );
  return Object.fromEntries(kept) as Partial<T>; // a selection of the same fields
}
