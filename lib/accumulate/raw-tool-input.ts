import type { BetaContentBlock } from '../types/content-block.ts';
import { isToolInputBlock } from '../types/is-tool-input-block.ts';
import type { BetaMessage } from '../types/message.ts';
import { isCompleteBlock } from './complete-block.ts';
import { inputJSON } from './input-json.ts';
import { knownToolInput, type RawToolInput } from './tool-input.ts';

/**
 * Returns the raw JSON input of a tool call, and whether it is complete; `undefined` for other blocks. The block is
 * from a message of `snapshots()`, `finalMessage()` or `contentBlocks()`. For a block that was not streamed, it returns
 * its `input` as JSON. If the block is a copy, also pass its message: if that has no stop reason, its last call counts
 * as truncated. Without `message`, a copy counts as complete. Throws `MalformedStreamError` for an input that JSON
 * cannot represent.
 *
 * @example Check whether a call is truncated
 * ```ts
 * import { type Message, rawToolInput } from 'anthropic-rxjs';
 *
 * const isTruncated = (message: Message) => message.content.some((block) => rawToolInput(block, message)?.complete === false);
 * ```
 */
export function rawToolInput(block: BetaContentBlock, message?: BetaMessage): RawToolInput | undefined {
  if (!isToolInputBlock(block)) return undefined;
  const complete = message === undefined || isCompleteBlock(message, block);
  return knownToolInput(block) ?? { json: inputJSON(block.input), complete };
}
