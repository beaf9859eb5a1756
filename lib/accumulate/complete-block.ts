import type { BetaContentBlock } from '../types/content-block.ts';
import { isToolInputBlock } from '../types/is-tool-input-block.ts';
import type { BetaMessage } from '../types/message.ts';
import { isCut } from './stop-reason.ts';
import { knownToolInput } from './tool-input.ts';

/**
 * Whether a block of a message is complete. A tool call is complete if its block has ended with valid JSON and the stop
 * reason does not truncate the last call. A copied message (`JSON.parse`, a spread) has lost its stream: there, the
 * last call of a message without `stop_reason` counts as truncated as well.
 */
export function isCompleteBlock(message: BetaMessage, block: BetaContentBlock): boolean {
  if (!isToolInputBlock(block)) return true;
  const known = knownToolInput(block);
  if (known && !known.complete) return false;
  const { stop_reason } = message;
  if (known ? !isCut(stop_reason) : stop_reason != null && !isCut(stop_reason)) return true;
  const last = message.content.at(-1);
  return last === undefined || !isToolInputBlock(last) || last.id !== block.id;
}
