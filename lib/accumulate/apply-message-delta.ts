import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageDeltaEvent } from '../types/message-stream-event.ts';
import type { BetaUsage } from '../types/usage.ts';

/**
 * The message with what `message_delta` says. All fields are taken over, not a list of known ones, which would lose the
 * next one the API adds: `stop_reason` and `stop_sequence` as they are, the others where they are not null.
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

/** Usage with the counters of an update; they are cumulative, so they replace and are never added up. */
function accumulateUsage(before: BetaUsage | undefined, update: object): BetaUsage {
  // The counters a server leaves out stay out.
  return { ...before, ...withoutNull(update, before ?? {}) } as BetaUsage;
}

/** The fields that have a value, and those that are null where nothing was before. */
function withoutNull<T extends object>(fields: T, before: object): Partial<T> {
  const kept = Object.entries(fields).filter(([name, value]) => value != null || (value === null && !(name in before)));
  return Object.fromEntries(kept) as Partial<T>; // a selection of the same fields
}
