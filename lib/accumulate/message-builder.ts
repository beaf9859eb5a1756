import type { BetaContentBlockDelta } from '../types/content-block-delta.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { accumulateMessage, type MessageState } from './accumulate-message.ts';
import { completeEvent } from './complete-event.ts';

/** The deltas that only ever add to one text. */
type RunDelta = Extract<BetaContentBlockDelta, { type: 'text_delta' | 'thinking_delta' | 'input_json_delta' }>;

/**
 * Gives the same state as `accumulateMessage`, for those who look only at the end: deltas of one kind that follow each
 * other in a block are joined before they are applied, so that they cost no copies.
 */
export class MessageBuilder {
  #state: MessageState | undefined;
  #index = -1;
  #kind = '';
  #text = '';

  /** Throws `MalformedStreamError` when the events make no message. */
  add(sent: BetaMessageStreamEvent): void {
    const event = completeEvent(sent);
    if (event.type === 'content_block_delta' && event.delta.type === this.#kind && event.index === this.#index) {
      this.#text += textOf(event.delta as RunDelta); // of the kind of the run
      return;
    }
    const before = this.state;
    this.#kind = '';
    this.#state = accumulateMessage(before, event);
    // The first delta of a run is applied, and so checked, at once.
    if (event.type !== 'content_block_delta' || !isRunDelta(event.delta)) return;
    this.#kind = event.delta.type;
    this.#index = event.index;
  }

  get state(): MessageState | undefined {
    if (this.#text !== '') {
      const delta = runDelta(this.#kind, this.#text);
      this.#text = '';
      this.#state = accumulateMessage(this.#state, { type: 'content_block_delta', index: this.#index, delta });
    }
    return this.#state;
  }
}

function isRunDelta({ type }: BetaContentBlockDelta): boolean {
  return type === 'text_delta' || type === 'thinking_delta' || type === 'input_json_delta';
}

function textOf(delta: RunDelta): string {
  if (delta.type === 'text_delta') return delta.text;
  return delta.type === 'thinking_delta' ? delta.thinking : delta.partial_json;
}

function runDelta(type: string, text: string): RunDelta {
  if (type === 'text_delta') return { type, text };
  return type === 'thinking_delta' ? { type, thinking: text } : { type: 'input_json_delta', partial_json: text };
}
