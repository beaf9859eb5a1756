import { concatMap, type OperatorFunction } from 'rxjs';
import { readableEvent } from '../accumulate/readable-event.ts';
import type { BetaContentBlock } from '../types/content-block.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { TextCitation } from '../types/text-citation.ts';

/** A citation, and the text block that it belongs to. */
export interface IndexedCitation {
  /** Index of the block in the content, from 0. */
  readonly index: number;
  readonly citation: TextCitation;
}

/**
 * Emits each citation as it arrives, with the index of its text block. A citation can arrive before its text.
 *
 * ```text
 * source:  --S--B--C(x)--T(a)--C(y)--E--D--X|
 * citations()
 * result:  --------x-----------y------------|
 * ```
 * Completes and errors with the source.
 *
 * @example The cited words
 * ```ts
 * import { citations, type MessageStreamEvent } from 'anthropic-rxjs';
 * import { map, type Observable } from 'rxjs';
 *
 * const citedTexts = (events$: Observable<MessageStreamEvent>) =>
 *   events$.pipe(citations(), map(({ citation }) => citation.cited_text));
 * ```
 */
export function citations(): OperatorFunction<BetaMessageStreamEvent, IndexedCitation> {
  return (source) => source.pipe(concatMap(citationsOf));
}

function citationsOf(sent: BetaMessageStreamEvent): readonly IndexedCitation[] {
  const event = readableEvent(sent);
  switch (event.type) {
    case 'content_block_delta':
      return event.delta.type === 'citations_delta' ? [{ index: event.index, citation: event.delta.citation }] : [];
    case 'content_block_start':
      return citationsOfBlock(event.content_block, event.index);
    case 'message_start':
      return event.message.content.flatMap(citationsOfBlock);
    default:
      return [];
  }
}

function citationsOfBlock(block: BetaContentBlock, index: number): IndexedCitation[] {
  return block.type === 'text' ? (block.citations ?? []).map((citation) => ({ index, citation })) : [];
}
