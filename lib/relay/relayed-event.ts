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

/** An entry whose events are decoded once for all its readers, and live no longer than it. */
export class SharedEntry implements RelayEntry {
  readonly cursor: Cursor;
  readonly kind: RelayEntry['kind'];
  readonly value: string;
  #events: readonly RelayedEvent[] | undefined;

  constructor({ cursor, kind, value }: RelayEntry) {
    this.cursor = cursor;
    this.kind = kind;
    this.value = value;
  }

  get events(): readonly RelayedEvent[] {
    return (this.#events ??= eventsOf(this));
  }
}

function eventsOf({ cursor, value }: RelayEntry): readonly RelayedEvent[] {
  const lines = value.split('\n');
  const epoch = epochOf(cursor);
  const first = seqOf(cursor) - lines.length + 1;
  return lines.map((line, i) => ({
    id: cursorAt(epoch, first + i),
    event: JSON.parse(line) as BetaMessageStreamEvent, // checked before it was appended
  }));
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
