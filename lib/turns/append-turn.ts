import { answersIn, closeTurns } from '../accumulate/close-turns.ts';
import { sendable } from '../accumulate/sendable.ts';
import { isPaused } from '../accumulate/stop-reason.ts';
import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageParam } from '../types/message-param.ts';
import type { ToolResultBlockParam } from '../types/tool-result-block-param.ts';

/** The conversation with a complete reply and the results of its calls, in call order. */
export function appendTurn<Turn extends BetaMessageParam>(
  turns: readonly Turn[],
  message: BetaMessage,
  results: ReadonlyMap<string, ToolResultBlockParam>,
): readonly Turn[] {
  const continued = isPaused(message.stop_reason);
  const content = sendable(message, { before: turns, complete: true, answered: results, continued });
  const given = content.flatMap((block) => {
    const result = block.type === 'tool_use' ? results.get(block.id) : undefined;
    return result ? [result] : [];
  });
  const appended = [
    ...(content.length > 0 ? [{ role: 'assistant', content }] : []),
    ...(given.length > 0 ? [{ role: 'user', content: given }] : []),
  ];
  const all = [...turns, ...(appended as Turn[])]; // the API accepts the blocks of its reply
  return continued || given.length > 0 ? all : closeTurns(all, new Set());
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
