import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { randomId } from '../types/random-id.ts';

/**
 * The ids of the calls of your tools in a reply. Some gateways omit them, or use the name of the tool for each of its calls;
 * results then belong to the wrong call.
 */
export class CallIds {
  /** The index of the block that has an id. */
  readonly #indices = new Map<string, number>();

  /** Returns the event, with a new id if it starts a call without an id of its own. */
  own(event: BetaMessageStreamEvent): BetaMessageStreamEvent {
    if (event.type === 'message_start') this.#indices.clear();
    if (event.type !== 'content_block_start' || event.content_block.type !== 'tool_use') return event;
    const { index, content_block } = event;
    const { id } = content_block;
    // A gateway may also repeat the start of a block.
    const isOwn = id !== '' && (this.#indices.get(id) ?? index) === index;
    if (!isOwn) return { ...event, content_block: { ...content_block, id: `toolu_${randomId()}` } };
    this.#indices.set(id, index);
    return event;
  }
}
