import type { OperatorFunction } from 'rxjs';
import { kindOf } from '../errors/check-options.ts';
import { guardedOperator } from '../errors/guarded-operator.ts';
import { wrongOption } from '../errors/wrong-option.ts';
import { BlockReader } from './block-reader.ts';
import type { MarkdownBlock } from './markdown-block.ts';

/**
 * Emits the blocks of a Markdown text that arrives in pieces, such as those of `textDeltas`, whenever the blocks
 * change. Finished blocks stay the same objects. It completes the last block: it closes open emphasis, code, links and
 * tables, and hides marks whose meaning is still open.
 *
 * ```text
 * source:  --x----y-----z---|         x: '# A'  y: '\n\nb'  z: 'c'
 * markdownBlocks()
 * result:  --h----h!p---h!p-(h!p!|)
 * ```
 * In the picture, h is a heading, p a paragraph, and ! marks a finished block. The final blocks are those that `marked`
 * reads from the entire text, however the text was split. A link whose definition follows its block becomes a link when
 * the source completes. To take linear time, an open block of more than 2,048 characters changes only after it has
 * grown by a 16th. Lists, quotes, emphasis and links deeper than 32 levels are text. A paragraph of more than 8,192
 * characters, or 512 marks, is read in parts: emphasis or a link across two parts is text. Of a longer last block, it
 * completes only the last 8,192 characters. Completes and errors with the source, after emitting the remaining text.
 * Errors with `InvalidOptionsError` if the source emits events instead of text.
 *
 * @example The HTML of a reply
 * ```ts
 * import { type MessageStreamEvent, textDeltas } from 'anthropic-rxjs';
 * import { markdownBlocks } from 'anthropic-rxjs/markdown';
 * import type { Observable } from 'rxjs';
 *
 * const blocks = (events$: Observable<MessageStreamEvent>) => events$.pipe(textDeltas(), markdownBlocks());
 * ```
 * @see safeUrl
 */
export function markdownBlocks(): OperatorFunction<string, readonly MarkdownBlock[]> {
  return guardedOperator((subscriber) => {
    const reader = new BlockReader();
    const emit = (blocks: readonly MarkdownBlock[] | undefined) => {
      if (blocks) subscriber.next(blocks);
    };
    return {
      next: (piece: unknown) => emit(reader.push(textOf(piece))),
      error(error) {
        emit(reader.read());
        subscriber.error(error);
      },
      complete() {
        emit(reader.end());
        subscriber.complete();
      },
    };
  });
}

function textOf(piece: unknown): string {
  if (typeof piece === 'string') return piece;
  const message = `emits ${kindOf(piece)} instead of text; write source.pipe(textDeltas(), markdownBlocks())`;
  throw wrongOption('markdownBlocks', 'source', message);
}
