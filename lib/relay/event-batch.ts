import { joinEvents, type RelayedEvent } from './relayed-event.ts';

/** Missed events are emitted when they have grown to this, in characters of JSON, which bounds memory. */
const largest = 256 * 1024;

/** The events that a reader has taken and not emitted; those that it missed are joined. */
export class EventBatch {
  #events: RelayedEvent[] = [];
  /** Those before the index are emitted. */
  #index = 0;
  #size = 0;

  get isEmpty(): boolean {
    return this.#index === this.#events.length;
  }

  get isFull(): boolean {
    return this.#size >= largest;
  }

  /** Takes the events of an entry, whose JSON has `size` characters. `areMissed` joins them. */
  add(events: RelayedEvent[], size: number, areMissed: boolean): void {
    this.#size += size;
    if (!areMissed && this.#events.length === 0) this.#events = events;
    else for (const event of events) this.#push(event, areMissed);
  }

  /** Removes the first event. An empty batch keeps nothing, because thousands of readers wait. */
  take(): RelayedEvent | undefined {
    const event = this.#events[this.#index++];
    if (this.isEmpty) {
      this.#events = [];
      this.#index = this.#size = 0;
    }
    return event;
  }

  #push(event: RelayedEvent, isMissed: boolean): void {
    const before = isMissed ? this.#events.at(-1) : undefined;
    const joined = before && joinEvents(before, event);
    if (joined) this.#events[this.#events.length - 1] = joined;
    else this.#events.push(event);
  }
}
