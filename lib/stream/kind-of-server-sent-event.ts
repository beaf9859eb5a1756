import type { EventKind } from '../transport/enforce-deadlines.ts';
import type { ServerSentEvent } from '../types/server-sent-event.ts';
import { isEventName, readFrame } from './read-frame.ts';

/** The API's own spelling of nearly every event, which needs no second parse. */
const beginOfDelta = '{"type":"content_block_delta"';

/**
 * The effect of a frame on the deadlines. Pings and other frames of a gateway, with any name or without one, show that the
 * server is alive, but are not events. Called only if `contentGap` is set.
 */
export function kindOfServerSentEvent(frame: ServerSentEvent): EventKind {
  if (frame.data.startsWith(beginOfDelta)) return 'other';
  const read = readFrame(frame);
  if (typeof read === 'object') return isEventName(read['type']) ? 'other' : 'ping';
  return read === 'error' || read === 'broken' ? 'other' : 'ping';
}
