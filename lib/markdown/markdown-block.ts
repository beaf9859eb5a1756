import type { Token } from 'marked';

/** A block of Markdown: a paragraph, a heading, a list, a table, a code block, … */
export interface MarkdownBlock {
  /** The position of the block in the text. It stays the same while the block grows. */
  readonly id: number;
  /** The tokens of `marked`: the block and the white space around it. Their URLs and HTML are unchecked. */
  readonly tokens: readonly Token[];
  /** The Markdown of the block, with `\n` as line break. The `raw` of all blocks, joined, is the text so far. */
  readonly raw: string;
  /** Safe HTML of the block: tags in the text appear as text, and URLs have passed `safeUrl`. */
  readonly html: string;
  /** Whether the block is finished: no later text changes it, and the object stays the same. */
  readonly done: boolean;
}
