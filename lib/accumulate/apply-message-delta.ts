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
    ...withoutNull(others, message),
    ...withoutNull(rest, message),
    ...(stop_reason !== undefined && { stop_reason }),
    ...(stop_sequence !== undefined && { stop_sequence }),
    ...((usage as object | undefined) && { usage: accumulateUsage(message.usage, usage) }),
  };
}

/** Usage with the counters of an update; they are cumulative, so they replace the earlier ones. */
function accumulateUsage(before: BetaUsage | undefined, update: object): BetaUsage {
  // Counters that a server omits stay absent.
  return { ...before, ...withoutNull(update, before ?? {}) } as BetaUsage;
}

/** The fields with a value, and those with null that were absent before. */
function withoutNull<T extends object>(fields: T, before: object): Partial<T> {
  const kept = Object.entries(fields).filter(([name, value]) => value != null || (value === null && !(name in before)));
  return Object.fromEntries(kept) as Partial<T>; // a selection of the same fields
}
