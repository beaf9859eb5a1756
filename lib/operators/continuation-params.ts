import { toHistory } from '../accumulate/to-history.ts';
import type { BetaMessage } from '../types/message.ts';

/** The instruction that asks for the rest. */
const goOn =
  'Your reply above was cut off by a network failure. Continue exactly where it stops, in the middle of the word if need ' +
  'be. Do not repeat or introduce anything.';

/**
 * The params to ask with for the rest of a reply that was cut: the conversation, what had come as an assistant turn, and
 * a user message that asks to go on. (A prefill would be simpler, but newer models refuse it.)
 *
 * @example By hand
 * ```ts
 * import { continuationParams, type Message, type MessageCreateParams } from 'anthropic-rxjs';
 *
 * const rest = (params: MessageCreateParams, partial: Message) => continuationParams(params, partial);
 * ```
 */
export function continuationParams<Params extends { messages: unknown[] }>(
  params: Params,
  partial: BetaMessage,
): Params {
  const turn = toHistory(partial);
  const messages = [...params.messages, ...(turn ? [turn] : []), { role: 'user', content: goOn }];
  return { ...params, messages };
}
