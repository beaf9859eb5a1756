import type { BetaContentBlock } from '../types/content-block.ts';

/** Copies of a block are not in it. */
const cut = new WeakSet<BetaContentBlock>();

/** Notes that a message continues after a block that never stopped; if that is thinking, its signature is lost. */
export function noteCut(block: BetaContentBlock | undefined): void {
  if (block?.type === 'thinking') cut.add(block);
}

/** Whether the signature of this thinking is lost. */
export function isCutThinking(block: BetaContentBlock): boolean {
  return cut.has(block);
}
