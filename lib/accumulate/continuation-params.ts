import { aMessage, anArray, checkFields, checkOptions, required } from '../errors/check-options.ts';
import { closeTurns } from './close-turns.ts';
import { toHistory } from './to-history.ts';
import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageParam } from '../types/message-param.ts';

/** The instruction that requests the rest. */
const goOn =
  'Your reply above was cut off by a network failure. Continue exactly where it stops, in the middle of the word if need ' +
  'be. Do not repeat or introduce anything.';

/**
 * Returns the params that request the rest of an interrupted reply. They contain the conversation, the part of the
 * reply that the API accepts as an assistant turn, and a user message that requests the rest. They omit calls of your
 * tools, because that message does not answer them. If the API accepts no part of the reply, for example only interrupted
 * thinking, the params request the entire reply again, unchanged. (A prefill would be simpler, but newer models reject it.)
 *
 * @example Continue an interrupted reply
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
  checkFields('continuationParams', params, { messages: required(anArray) });
  checkOptions('continuationParams', { partial }, { partial: required(aMessage) });
  const before = params.messages as BetaMessageParam[]; // the turns of a request, of either type
  const turn = toHistory(partial, before);
  if (!turn) return params; // the instruction would refer to a reply that is absent
  const turns = closeTurns<BetaMessageParam>([...before, turn], new Set());
  return { ...params, messages: [...turns, { role: 'user', content: goOn }] };
}
