import type { BetaContentBlock } from '../types/content-block.ts';
import { isToolInputBlock } from '../types/is-tool-input-block.ts';
import type { BetaMessage } from '../types/message.ts';
import { cutsReply } from './stop-reason.ts';
import { knownToolInput } from './tool-input.ts';

/**
 * Whether a block of a message is whole. A tool call is when its block has ended with valid JSON. Nothing is known of the
 * stream of a copied message (`JSON.parse`, a spread): there, the last call counts as cut unless a stop reason says that
 * the reply ended by itself.
 */
export function isCompleteBlock(message: BetaMessage, block: BetaContentBlock): boolean {
  if (!isToolInputBlock(block)) return true;
  const known = knownToolInput(block);
  if (known) return known.complete;
  const { content, stop_reason } = message; // not above: the content of a long message is made when it is read
  const last = content.at(-1);
  const isLast = last !== undefined && isToolInputBlock(last) && last.id === block.id;
  return !isLast || (stop_reason != null && !cutsReply(stop_reason));
}
