import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { runDelta, type RunDelta, textOfRun } from '../types/run-delta.ts';
import { accumulateMessage, type MessageState } from './accumulate-message.ts';

/**
 * Builds the same state as `accumulateMessage`, for callers that read only the end: it joins consecutive deltas of one
 * type in a block before it applies them, which saves copies.
 */
export class MessageBuilder {
  #state: MessageState | undefined;
  #index = -1;
  #kind: string | undefined;
  #text = '';

  /** Throws `MalformedStreamError` if the events do not form a message. */
  add(event: BetaMessageStreamEvent): void {
    if (event.type !== 'content_block_delta') {
      this.#apply(event);
      return;
    }
    const { index, delta } = event;
    const text = textOfRun(delta);
    if (text !== undefined && delta.type === this.#kind && index === this.#index) {
      this.#text += text;
      return;
    }
    // The first delta of a run is applied immediately, and so validated.
    this.#apply(event);
    this.#kind = delta.type;
    this.#index = index;
  }

  get state(): MessageState | undefined {
    if (this.#text !== '') {
      const delta = runDelta(this.#kind as RunDelta['type'], this.#text); // only these types add text
      this.#text = '';
      this.#state = accumulateMessage(this.#state, { type: 'content_block_delta', index: this.#index, delta });
    }
    return this.#state;
  }

  #apply(event: BetaMessageStreamEvent): void {
    const before = this.state;
    this.#kind = undefined;
    this.#state = accumulateMessage(before, event);
  }
}
