import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';

type DeltaEvent = Extract<BetaMessageStreamEvent, { type: 'content_block_delta' }>;
type Delta = DeltaEvent['delta'];

/**
 * The events of a message so far, in a form no longer than the message: deltas of one block that follow each other are
 * joined. A second `message_start` starts over.
 */
export class EventLog<Event extends BetaMessageStreamEvent> {
  #events: Event[] = [];
  /** Where the last delta of each block is that the next one may be joined to. */
  readonly #open = new Map<number, number>();

  add(event: Event): void {
    if (event.type === 'content_block_delta') {
      this.#addDelta(event, event);
      return;
    }
    // Nothing is moved before an event that may mean something for what follows.
    this.#open.clear();
    if (event.type === 'message_start' && this.#events.some(({ type }) => type === 'message_start')) this.#events = [];
    this.#events.push(event);
  }

  /** A copy, so that it holds while more is added. */
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

/** One delta that says what the two said; `undefined` when there is none. */
export function joinDeltas(a: Delta, b: Delta): Delta | undefined {
  // What else a delta may say has no known way to be joined.
  if (Object.keys(b).length !== 2) return undefined;
  if (a.type === 'text_delta' && b.type === 'text_delta') return { ...a, text: a.text + b.text };
  if (a.type === 'thinking_delta' && b.type === 'thinking_delta') return { ...a, thinking: a.thinking + b.thinking };
  if (a.type === 'input_json_delta' && b.type === 'input_json_delta') {
    return { ...a, partial_json: a.partial_json + b.partial_json };
  }
  return undefined;
}
