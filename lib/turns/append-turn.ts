import { answersIn, closeTurns } from '../accumulate/close-turns.ts';
import { sendable } from '../accumulate/sendable.ts';
import { isPaused } from '../accumulate/stop-reason.ts';
import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageParam } from '../types/message-param.ts';
import type { ToolResultBlockParam } from '../types/tool-result-block-param.ts';

/** The results of calls, by the id of the call. */
type Results = ReadonlyMap<string, ToolResultBlockParam>;

/** A reply, and the context in which it is sent back to the API. */
interface Reply {
  readonly message: BetaMessage;
  /** Whether the reply ended as the model wanted. */
  readonly complete: boolean;
  /** Without it, calls of a complete reply stay for the caller to answer. */
  readonly results?: Results | undefined;
  /** Whether the reply is sent back without a user turn, so that the API continues it. */
  readonly continued?: boolean;
}

/** The turns that a reply adds to a conversation: its sendable blocks, then the results of its calls, in call order. */
export function replyTurns<Turn extends BetaMessageParam>(before: readonly Turn[], reply: Reply): Turn[] {
  const { message, complete, results, continued = false } = reply;
  // The calls of an incomplete reply may be obsolete.
  const answered = results ?? (complete ? undefined : none);
  const content = sendable(message, { before, complete, answered, continued });
  const given = content.flatMap((block) => {
    const result = block.type === 'tool_use' ? results?.get(block.id) : undefined;
    return result ? [result] : [];
  });
  const turns = [
    ...(content.length > 0 ? [{ role: 'assistant', content }] : []),
    ...(given.length > 0 ? [{ role: 'user', content: given }] : []),
  ];
  return turns as Turn[]; // the API accepts the blocks of its reply
}

/** The conversation with a complete reply and the results of its calls. */
export function appendTurn<Turn extends BetaMessageParam>(
  turns: readonly Turn[],
  message: BetaMessage,
  results: Results,
): readonly Turn[] {
  const continued = isPaused(message.stop_reason);
  const added = replyTurns(turns, { message, complete: true, results, continued });
  const all = [...turns, ...added];
  return continued || added.at(-1)?.role === 'user' ? all : closeTurns(all, none);
}

/** The conversation with further user turns. */
export function appendUserTurns<Turn extends BetaMessageParam>(
  turns: readonly Turn[],
  added: readonly Turn[],
): readonly Turn[] {
  if (added.length === 0) return turns;
  const answered = new Set(added.flatMap(({ content }) => [...answersIn(content)]));
  return [...closeTurns(turns, answered), ...added];
}

const none: ReadonlySet<string> = new Set();
