import { aMessage, anArray, checkOptions, required } from '../errors/check-options.ts';
import type { BetaContentBlock, ContentBlock } from '../types/content-block.ts';
import type { BetaMessage, Message } from '../types/message.ts';
import type { BetaMessageParam } from '../types/message-param.ts';
import { sendable } from './sendable.ts';

/**
 * Converts a message to an assistant turn for the next request, even if the message was interrupted. It omits content
 * that the API rejects: blank text, unsigned thinking after an interruption, thinking at the end, and incomplete calls.
 * It also omits server tool calls without results, and results without calls. Returns `undefined` if no block remains.
 *
 * Complete calls of your own tools remain: answer each with a `tool_result` in the next turn. `before` is the list of
 * turns before the message. Pass it after a pause, or while code calls your tools, because results may then belong to
 * calls of earlier turns.
 *
 * @example Continue after an interruption
 * ```ts
 * import { type Message, type MessageParam, toHistory } from 'anthropic-rxjs';
 *
 * const afterCut = (messages: MessageParam[], partial: Message): MessageParam[] => {
 *   const turn = toHistory(partial, messages);
 *   return [...messages, ...(turn ? [turn] : []), { role: 'user', content: 'Please go on.' }];
 * };
 * ```
 */
export function toHistory(
  message: Message,
  before?: readonly BetaMessageParam[],
): { role: 'assistant'; content: ContentBlock[] } | undefined;
export function toHistory(
  message: BetaMessage,
  before?: readonly BetaMessageParam[],
): { role: 'assistant'; content: BetaContentBlock[] } | undefined;
export function toHistory(
  message: BetaMessage,
  before: readonly BetaMessageParam[] = [],
): { role: 'assistant'; content: BetaContentBlock[] } | undefined {
  checkOptions('toHistory', { message, before }, { message: required(aMessage), before: anArray });
  const content = sendable(message, { before });
  return content.length > 0 ? { role: 'assistant', content } : undefined;
}
