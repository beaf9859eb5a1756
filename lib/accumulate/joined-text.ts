import type { BetaContentBlock } from '../types/content-block.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { MessageState } from './accumulate-message.ts';

/** The text of a growing message. Joining all blocks again for each event would take quadratic time. */
export class JoinedText {
  text = '';
  /** The highest index that has added text: new text at this index or above belongs to the end. */
  #index = -1;
  readonly #ofEvent: (event: BetaMessageStreamEvent) => string;
  readonly #ofBlock: (block: BetaContentBlock) => string;
  /** An event changes one chunk of the blocks, or two; the texts of the others stay. */
  readonly #ofChunk = new WeakMap<readonly BetaContentBlock[], string>();

  /** `textOfEvent` and `textOfBlock`, or the same two for thinking. */
  constructor(ofEvent: (event: BetaMessageStreamEvent) => string, ofBlock: (block: BetaContentBlock) => string) {
    this.#ofEvent = ofEvent;
    this.#ofBlock = ofBlock;
  }

  /** Takes an event and the states around it. Returns whether it added text. */
  add(before: MessageState | undefined, state: MessageState | undefined, event: BetaMessageStreamEvent): boolean {
    if (state === before) return false;
    const piece = state ? this.#ofEvent(event) : '';
    if (!state || event.type === 'message_start') {
      this.text = piece;
      this.#index = (state?.blocks.length ?? 0) - 1;
    } else if (piece !== '' && 'index' in event) {
      this.text = event.index >= this.#index ? this.text + piece : this.#join(state);
      this.#index = Math.max(this.#index, event.index);
    }
    return piece !== '';
  }

  #join({ blocks }: MessageState): string {
    return blocks.chunks.reduce((text, chunk) => {
      const joined = this.#ofChunk.get(chunk) ?? chunk.reduce((part, block) => part + this.#ofBlock(block), '');
      this.#ofChunk.set(chunk, joined);
      return text + joined;
    }, '');
  }
}
