import { concatMap, type OperatorFunction } from 'rxjs';
import type { MessageState } from '../accumulate/accumulate-message.ts';
import { indexAt } from '../accumulate/block-places.ts';
import { isCompleteBlock } from '../accumulate/complete-block.ts';
import { endedPlaces } from '../accumulate/ended-places.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { accumulate } from './accumulate.ts';
import type { MessageOf } from '../types/message-of.ts';

/** A complete block, and its index. */
export interface IndexedBlock<Block> {
  /** Index in the content, from 0. */
  readonly index: number;
  readonly block: Block;
}

/** The type of block that a stream of `Event` carries. */
export type BlockOf<Event extends BetaMessageStreamEvent> = MessageOf<Event>['content'][number];

/**
 * Emits each content block with its index, once, when the block ends: at its stop, or at the end of the message. It
 * emits blocks of `message_start` immediately, and never emits truncated blocks.
 *
 * ```text
 * source:  --S--B--T(a)--E-------B--T(b)--E-------D--X|
 * contentBlocks()
 * result:  --------------0:"a"------------1:"b"-------|
 * ```
 * Completes with the source. Adds `partialMessage` to errors of the source. Errors with `MalformedStreamError` if the
 * events do not form a message.
 *
 * @example Search results as soon as they arrive
 * ```ts
 * import { contentBlocks, type MessageStreamEvent } from 'anthropic-rxjs';
 * import { filter, type Observable } from 'rxjs';
 *
 * const searches = (events$: Observable<MessageStreamEvent>) =>
 *   events$.pipe(contentBlocks(), filter(({ block }) => block.type === 'web_search_tool_result'));
 * ```
 */
export function contentBlocks<Event extends BetaMessageStreamEvent>(): OperatorFunction<
  Event,
  IndexedBlock<BlockOf<Event>>
> {
  return (source) =>
    source.pipe(
      accumulate(completedBlocks),
      // The accumulator keeps the source's own types.
      concatMap((blocks) => blocks as IndexedBlock<BlockOf<Event>>[]),
    );
}

function completedBlocks(
  state: MessageState | undefined,
  event: BetaMessageStreamEvent,
  before: MessageState | undefined,
): readonly IndexedBlock<unknown>[] {
  if (!state || event.type === 'content_block_delta') return none;
  return endedPlaces(before, state, event).flatMap((place) => {
    const block = state.blocks.get(place);
    // Only its own stop ends a call with invalid input.
    const isEnd = block && (event.type === 'content_block_stop' || isCompleteBlock(state.message, block));
    return isEnd ? [{ index: indexAt(state, place), block }] : [];
  });
}

const none: readonly never[] = [];
