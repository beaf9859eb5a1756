import { filter, map, type OperatorFunction } from 'rxjs';
import type { BetaContentBlock } from '../types/content-block.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';

/**
 * Emits the pieces of thinking as they arrive. Empty pieces are left out, and thinking that a block starts with counts.
 *
 * ```text
 * source:  --S--B--H(a)--H(b)--E--B--T(c)--E--D--X|
 * thinkingDeltas()
 * result:  --------a-----b------------------------|
 * ```
 * Completes and errors with the source.
 *
 * @example Show thinking apart from text
 * ```ts
 * import { type MessageStreamEvent, thinkingDeltas } from 'anthropic-rxjs';
 * import type { Observable } from 'rxjs';
 *
 * const showThinking = (events$: Observable<MessageStreamEvent>) =>
 *   events$.pipe(thinkingDeltas()).subscribe((thinking) => console.log(thinking));
 * ```
 * @see textDeltas
 */
export function thinkingDeltas(): OperatorFunction<BetaMessageStreamEvent, string> {
  return (source) =>
    source.pipe(
      map(thinkingOfEvent),
      filter((thinking) => thinking !== ''),
    );
}

function thinkingOfEvent(event: BetaMessageStreamEvent): string {
  if (event.type === 'content_block_delta') return event.delta.type === 'thinking_delta' ? event.delta.thinking : '';
  if (event.type === 'content_block_start') return thinkingOfBlock(event.content_block);
  return event.type === 'message_start' ? event.message.content.map(thinkingOfBlock).join('') : '';
}

function thinkingOfBlock(block: BetaContentBlock): string {
  return block.type === 'thinking' ? block.thinking : '';
}
