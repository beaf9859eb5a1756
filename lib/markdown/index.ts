export type { MarkdownBlock } from './markdown-block.ts';
export { markdownBlocks } from './markdown-blocks.ts';
export { safeUrl } from './safe-url.ts';
export { type MarkdownTurn, turnBlocks } from './turn-blocks.ts';
