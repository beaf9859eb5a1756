import type { TextBlock } from '../types/text-block.ts';
import type { TextCitation } from '../types/text-citation.ts';
import { ChunkedList } from './chunked-list.ts';
import { withList } from './with-list.ts';

/** The citations of a block with many, and the block before it had many. */
interface Cited {
  readonly start: TextBlock;
  readonly list: ChunkedList<TextCitation>;
}

const manyCitations = new WeakMap<TextBlock, Cited>();

/** The block with one more citation. */
export function addCitation(block: TextBlock, citation: TextCitation): TextBlock {
  const { start, list } = manyCitations.get(block) ?? { start: block, list: ChunkedList.from(block.citations ?? []) };
  return cited({ start, list: list.push(citation) }, block.text);
}

/** The block with more text. `base` is the block before its text grew, cheaper to copy than one that has grown. */
export function addText(block: TextBlock, text: string, base: TextBlock): TextBlock {
  const many = manyCitations.get(block);
  return many ? cited(many, block.text + text) : { ...base, text: block.text + text };
}

function cited({ start, list }: Cited, text: string): TextBlock {
  const block = withList({ ...start, text }, 'citations', list);
  if (!list.isShort) manyCitations.set(block, { start, list });
  return block;
}
