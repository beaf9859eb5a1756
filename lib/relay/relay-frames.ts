import type { RelayedEvent } from './relayed-event.ts';
import type { ReplyEnd } from './reply-end.ts';

const encoder = new TextEncoder();
/** Readers of one event get the same bytes. */
const frames = new WeakMap<RelayedEvent, Uint8Array>();

/** A server-sent event as the API sends it, with an `id:` that `EventSource` sends back. */
export function frameOf(relayed: RelayedEvent): Uint8Array {
  const known = frames.get(relayed);
  if (known) return known;
  const { id, event } = relayed;
  // A type with a line end would add fields to the frame.
  const type: string = event.type;
  const name = /[\r\n]/.test(type) ? '' : `event: ${type}\n`;
  const frame = encoder.encode(`id: ${id}\n${name}data: ${JSON.stringify(event)}\n\n`);
  frames.set(relayed, frame);
  return frame;
}

/** The last frame. Its name is not `error`: that would call `onerror` of an `EventSource`, which then connects again. */
export function endFrame(end: ReplyEnd): Uint8Array {
  return encoder.encode(`id: end\nevent: relay_end\ndata: ${JSON.stringify({ type: 'relay_end', ...end })}\n\n`);
}

/** The time after which an `EventSource` connects again, in ms. */
export const retryFrame = encoder.encode('retry: 1000\n\n');

/** An event of the API's own, with data: pages cannot see a comment. */
export const pingFrame = encoder.encode('event: ping\ndata: {"type":"ping"}\n\n');
