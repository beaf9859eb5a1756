import type { BetaContentBlock } from '../types/content-block.ts';
import type { BetaMessage } from '../types/message.ts';
import { isToolInputBlock } from '../types/is-tool-input-block.ts';
import { isCut } from './stop-reason.ts';
import { rawToolInput } from './tool-input.ts';

/**
 * Whether a block of a message is whole. The stream of a call tells; a copy (JSON, spread) has no stream, and then the
 * last call of a message that is cut or has no `stop_reason` may be cut as well.
 */
export function isCompleteBlock(message: BetaMessage, block: BetaContentBlock): boolean {
  if (!isToolInputBlock(block)) return true;
  if (rawToolInput(block)?.complete !== true) return false;
  return block !== message.content.at(-1) || (message.stop_reason != null && !isCut(message.stop_reason));
}
