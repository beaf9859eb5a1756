import type { BetaMessageParam } from '../types/message-param.ts';
import { ChatCalls } from './chat-calls.ts';
import {
  type AnyTurn,
  blocksOf,
  joinTexts,
  replyTurn,
  systemTurn,
  textOfContent,
  thinkingOfContent,
  userTurn,
} from './chat-turn.ts';

/** The turns of a conversation. A reply, the results of its calls and the replies after them are one turn. */
export function turnsOfMessages(messages: readonly BetaMessageParam[]): AnyTurn[] {
  const turns: AnyTurn[] = [];
  for (const message of messages) {
    const last = turns.at(-1);
    const reply = last?.role === 'assistant' ? last : undefined;
    if (message.role === 'system') {
      turns.push(systemTurn(message));
    } else if (message.role === 'assistant' || (reply && isResults(message))) {
      if (reply) turns.pop();
      turns.push(extended(reply ?? replyTurn(), message));
    } else {
      turns.push({ ...userTurn(message.content), status: 'sent', history: [message] });
    }
  }
  return turns;
}

function isResults({ content }: BetaMessageParam): boolean {
  const blocks = blocksOf(content);
  return blocks.length > 0 && blocks.every(({ type }) => type === 'tool_result');
}

/** A reply and one more of its messages: of the model, or with the results of its calls. */
function extended(turn: AnyTurn, message: BetaMessageParam): AnyTurn {
  const { role, content = '' } = message;
  const calls = new ChatCalls(turn.toolUses);
  const blocks = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content;
  for (const block of blocks) {
    if (block.type === 'tool_use') calls.add(block);
    if (block.type === 'tool_result') calls.resolve(block);
  }
  return {
    ...turn,
    content: role === 'assistant' ? [...blocksOf(turn.content), ...blocks] : turn.content,
    text: joinTexts(turn.text, textOfContent(blocks)),
    thinking: joinTexts(turn.thinking, thinkingOfContent(blocks)),
    toolUses: calls.list.toArray(),
    status: 'done',
    history: [...turn.history, message],
  };
}
