import { answersIn, closeTurns } from '../accumulate/close-turns.ts';
import type { BetaMessageParam } from '../types/message-param.ts';
import { appendUserTurns } from './append-turn.ts';
import type { AnyTurn } from './chat-turn.ts';

const none: ReadonlySet<string> = new Set();

/**
 * The messages of a request after these turns; the API accepts them. A question that the model refused, and its reply, are
 * omitted, because the API would also refuse the turns after them. Linear: only the turns since the last question that
 * answers no call can have open calls.
 */
export function chatHistory(turns: readonly AnyTurn[]): BetaMessageParam[] {
  const closed: BetaMessageParam[] = [];
  let open: readonly BetaMessageParam[] = [];
  let beforeQuestion = open;
  for (const { role, content, status, history } of turns) {
    if (role === 'user' && (typeof content === 'string' || answersIn(content).size === 0)) {
      closed.push(...closeTurns(open, none));
      beforeQuestion = [];
      open = history;
    } else if (role === 'user') {
      beforeQuestion = open;
      open = appendUserTurns(open, history);
    } else {
      open = status === 'refused' ? beforeQuestion : [...open, ...history];
    }
  }
  return [...closed, ...open];
}
