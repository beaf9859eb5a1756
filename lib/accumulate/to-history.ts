import { aMessage, anArray, checkOptions, required } from '../errors/check-options.ts';
import type { BetaContentBlock, ContentBlock } from '../types/content-block.ts';
import type { BetaMessage, Message } from '../types/message.ts';
import type { BetaMessageParam } from '../types/message-param.ts';
import { sendable } from './sendable.ts';

/**
 * The assistant turn that sends a message back, even an interrupted one. It omits content that the API rejects: blank text,
 * unsigned thinking after an interruption, thinking at the end, incomplete calls, and server tool calls or results without
 * their other half. `undefined` when no block remains.
 *
 * Complete calls of your own tools stay: answer each with a `tool_result` in the next turn. `before` are the turns before
 * the message. Pass them after a pause or while code calls your tools, when results belong to calls of earlier turns.
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
