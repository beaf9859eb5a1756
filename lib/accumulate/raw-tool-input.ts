import type { BetaContentBlock } from '../types/content-block.ts';
import { isToolInputBlock } from '../types/is-tool-input-block.ts';
import type { BetaMessage } from '../types/message.ts';
import { isCompleteBlock } from './complete-block.ts';
import { knownToolInput, type RawToolInput } from './tool-input.ts';

/**
 * The raw JSON of a tool call's input in a message from `snapshots()`, `finalMessage()` or `contentBlocks()`, and whether
 * it is complete; `undefined` for other blocks. For a block without a stream it returns its `input` as JSON. Pass
 * the message of a copied block as well: without a stop reason, its last call counts as truncated. Without `message`, a copy counts
 * as complete.
 *
 * @example Was the call cut?
 * ```ts
 * import { type Message, rawToolInput } from 'anthropic-rxjs';
 *
 * const isCut = (message: Message) => message.content.some((block) => rawToolInput(block, message)?.complete === false);
 * ```
 */
export function rawToolInput(block: BetaContentBlock, message?: BetaMessage): RawToolInput | undefined {
  if (!isToolInputBlock(block)) return undefined;
  const complete = message === undefined || isCompleteBlock(message, block);
  return knownToolInput(block) ?? { json: JSON.stringify(block.input ?? {}), complete };
}
