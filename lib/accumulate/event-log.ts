import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';

type DeltaEvent = Extract<BetaMessageStreamEvent, { type: 'content_block_delta' }>;
type Delta = DeltaEvent['delta'];

/**
 * The events of a message so far, in a form no longer than the message: consecutive deltas of one block are
 * joined. A second `message_start` starts over.
 */
export class EventLog<Event extends BetaMessageStreamEvent> {
  #events: Event[] = [];
  /** The index of the last delta of each block, which the next one may join. */
  readonly #open = new Map<number, number>();

  add(event: Event): void {
    if (event.type === 'content_block_delta') {
      this.#addDelta(event, event);
      return;
    }
    // No delta moves before an event that may affect the following ones.
    this.#open.clear();
    if (event.type === 'message_start' && this.#events.some(({ type }) => type === 'message_start')) this.#events = [];
    this.#events.push(event);
  }

  /** A copy, so that it does not change when events are added. */
  events(): Event[] {
    return [...this.#events];
  }

  #addDelta(event: Event, { index, delta }: DeltaEvent): void {
    const place = this.#open.get(index);
    const before: BetaMessageStreamEvent | undefined = place === undefined ? undefined : this.#events[place];
    const joined = before?.type === 'content_block_delta' ? joinDeltas(before.delta, delta) : undefined;
    if (place !== undefined && joined) this.#events[place] = { ...event, delta: joined };
    else this.#open.set(index, this.#events.push(event) - 1);
  }
}

/** One delta for two; `undefined` if they cannot be joined. */
export function joinDeltas(a: Delta, b: Delta): Delta | undefined {
  // Other fields of a delta cannot be joined.
  if (Object.keys(b).length !== 2) return undefined;
  if (a.type === 'text_delta' && b.type === 'text_delta') return { ...a, text: a.text + b.text };
  if (a.type === 'thinking_delta' && b.type === 'thinking_delta') return { ...a, thinking: a.thinking + b.thinking };
  if (a.type === 'input_json_delta' && b.type === 'input_json_delta') {
    return { ...a, partial_json: a.partial_json + b.partial_json };
  }
  return undefined;
}
