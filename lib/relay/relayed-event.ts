import { joinDeltas } from '../accumulate/event-log.ts';
import type { BetaMessageStreamEvent } from '../index.ts';
import { type Cursor, cursorAt, epochOf, seqOf } from './cursor.ts';
import type { RelayEntry } from './relay-log.ts';

/** One event of a relayed reply. */
export interface RelayedEvent {
  /** `<epoch>-<seq>`: pass it as `after` to continue after this event. Later events have larger ids. */
  readonly id: Cursor;
  /** The event of the API; consecutive deltas of one block that a reader missed are joined into one. */
  readonly event: BetaMessageStreamEvent;
}

/** Readers of one process share the events of an entry. */
const decoded = new WeakMap<RelayEntry, readonly RelayedEvent[]>();

export function eventsOf(entry: RelayEntry): readonly RelayedEvent[] {
  const known = decoded.get(entry);
  if (known) return known;
  const lines = entry.value.split('\n');
  const epoch = epochOf(entry.cursor);
  const first = seqOf(entry.cursor) - lines.length + 1;
  const events = lines.map((line, i) => ({
    id: cursorAt(epoch, first + i),
    event: JSON.parse(line) as BetaMessageStreamEvent, // checked before it was appended
  }));
  decoded.set(entry, events);
  return events;
}

/**
 * One event with the content of both, or `undefined` for events that cannot be joined. Only neighbours are joined, so the
 * id of the second is right for both.
 */
export function joinEvents(a: RelayedEvent, b: RelayedEvent): RelayedEvent | undefined {
  const { event: first } = a;
  const { event: second } = b;
  if (first.type !== 'content_block_delta' || second.type !== 'content_block_delta') return undefined;
  if (first.index !== second.index || Object.keys(second).length !== 3) return undefined;
  const delta = joinDeltas(first.delta, second.delta);
  return delta && { id: b.id, event: { ...first, delta } };
}
