import type { BetaContentBlockDeltaEvent, BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { runDelta, type RunDelta, textOfRun } from '../types/run-delta.ts';
import { accumulateMessage, type MessageState } from './accumulate-message.ts';

/**
 * Builds the same state as `accumulateMessage`, for callers that read only the end: it joins consecutive deltas of one
 * type in a block before it applies them, which saves copies.
 */
export class MessageBuilder {
  #state: MessageState | undefined;
  /** The latest event that was applied, if it is a delta, and the text of the deltas that continue it. */
  #run: BetaContentBlockDeltaEvent | undefined;
  #text = '';

  /** Throws `MalformedStreamError` if the events do not form a message. */
  add(event: BetaMessageStreamEvent): void {
    const run = this.#run;
    if (run && event.type === 'content_block_delta') {
      const text = textOfRun(event.delta);
      if (text !== undefined && event.delta.type === run.delta.type && event.index === run.index) {
        this.#text += text;
        return;
      }
    }
    // The first delta of a run is applied immediately, and so validated.
    this.#state = accumulateMessage(this.state, event);
    this.#run = event.type === 'content_block_delta' ? event : undefined;
  }

  get state(): MessageState | undefined {
    const run = this.#run;
    if (run && this.#text !== '') {
      const delta = runDelta(run.delta.type as RunDelta['type'], this.#text); // only these types add text
      this.#text = '';
      this.#state = accumulateMessage(this.#state, { ...run, delta });
    }
    return this.#state;
  }
}
