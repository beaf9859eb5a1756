import { hasStopReason } from '../accumulate/has-stop-reason.ts';
import { noteSentUsage } from '../accumulate/sent-usage.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { BetaMessageDeltaUsage } from '../types/usage.ts';
import { isEventName } from './read-frame.ts';

/** The progress of the current reply of a stream. */
export class ReplyProgress {
  /**
   * `none` before the first message, `open` inside one, `stopping` when only `message_stop` is missing, `ended` after it.
   */
  state: 'none' | 'open' | 'stopping' | 'ended' = 'none';
  readonly #openBlocks = new Set<number>();
  #hasStopReason = false;
  #outputTokens = 0;

  /** Whether an event adds to a reply that has not started: some gateways omit `message_start`. */
  lacksStart({ type }: BetaMessageStreamEvent): boolean {
    return this.state === 'none' && type !== 'message_start' && type !== 'message_stop' && isEventName(type);
  }

  /** Records an event. Returns `false` for an event after the end of the last message. */
  takes(event: BetaMessageStreamEvent): boolean {
    if (this.state === 'ended' && event.type !== 'message_start') return !isEventName(event.type);
    switch (event.type) {
      case 'content_block_delta':
        return true;
      case 'message_start':
        this.state = 'open';
        this.#openBlocks.clear();
        this.#hasStopReason = false;
        this.#outputTokens = event.message.usage.output_tokens;
        return true;
      case 'message_stop':
        this.state = 'ended';
        return true;
      case 'content_block_start':
        this.#openBlocks.add(event.index);
        break;
      case 'content_block_stop':
        this.#openBlocks.delete(event.index);
        break;
      case 'message_delta':
        this.#hasStopReason = hasStopReason(this.#hasStopReason, event);
    }
    if (this.state !== 'none') this.state = this.#hasStopReason && this.#openBlocks.size === 0 ? 'stopping' : 'open';
    return true;
  }

  /** A `message_delta` without usage does not change the counts of the reply. */
  withUsage(event: BetaMessageStreamEvent): BetaMessageStreamEvent {
    if (event.type !== 'message_delta') return event;
    const sent = event.usage as BetaMessageDeltaUsage | null | undefined; // servers omit it
    if (sent?.output_tokens == null) {
      return { ...event, usage: noteSentUsage({ ...sent, output_tokens: this.#outputTokens }, sent ?? {}) };
    }
    this.#outputTokens = sent.output_tokens;
    return event;
  }
}
