import type { BetaContentBlock, ContentBlock } from '../types/content-block.ts';
import type { BetaMessage, Message } from '../types/message.ts';
import { isToolInputBlock } from '../types/is-tool-input-block.ts';
import { rawToolInput } from './raw-tool-input.ts';

/**
 * The assistant turn that a message can be sent back as, also when its stream was cut: without empty text, thinking that
 * was not signed, calls whose input is not whole, and server tool calls or results whose other half is missing.
 * `undefined` when nothing is left. Calls of your own tools that are whole stay and want their `tool_result`.
 *
 * @example Go on after a cut
 * ```ts
 * import { type Message, type MessageParam, toHistory } from 'anthropic-rxjs';
 *
 * const afterCut = (messages: MessageParam[], partial: Message): MessageParam[] => {
 *   const turn = toHistory(partial);
 *   return [...messages, ...(turn ? [turn] : []), { role: 'user', content: 'Please go on.' }];
 * };
 * ```
 */
export function toHistory(message: Message): { role: 'assistant'; content: ContentBlock[] } | undefined;
export function toHistory(message: BetaMessage): { role: 'assistant'; content: BetaContentBlock[] } | undefined;
export function toHistory(message: BetaMessage): { role: 'assistant'; content: BetaContentBlock[] } | undefined {
  const finished = message.content.filter(isFinished);
  const answered = new Set(finished.flatMap((block) => ('tool_use_id' in block ? [block.tool_use_id] : [])));
  const called = new Set(finished.flatMap((block) => ('id' in block ? [block.id] : [])));
  const content = finished.filter((block) => {
    if (block.type === 'server_tool_use' || block.type === 'mcp_tool_use') return answered.has(block.id);
    return !('tool_use_id' in block) || called.has(block.tool_use_id);
  });
  return content.length > 0 ? { role: 'assistant', content } : undefined;
}

function isFinished(block: BetaContentBlock): boolean {
  if (block.type === 'text') return block.text.trim() !== '';
  if (block.type === 'thinking') return Boolean(block.signature);
  return !isToolInputBlock(block) || rawToolInput(block)?.complete === true;
}
