import type { BetaMessageParam } from '../types/message-param.ts';
import { ChatCalls } from './chat-calls.ts';
import {
  type AnyTurn,
  blocksOf,
  contentOfMessage,
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
    const reply = turns.at(-1)?.role === 'assistant' ? turns.pop() : undefined;
    if (message.role === 'assistant') {
      turns.push(continued(reply ?? replyTurn(), message));
      continue;
    }
    const answered = reply && withResults(reply, message);
    if (answered && isResults(message)) {
      turns.push({ ...answered, history: [...answered.history, message] });
      continue;
    }
    if (answered) turns.push(answered);
    if (message.role === 'system') turns.push(systemTurn(message));
    else turns.push({ ...userTurn(contentOfMessage(message)), status: 'sent', history: [message] });
  }
  return turns;
}

function isResults({ content }: BetaMessageParam): boolean {
  const blocks = blocksOf(content);
  return blocks.length > 0 && blocks.every(({ type }) => type === 'tool_result');
}

/** A reply with the results of its calls, which a message may contain beside a text of the user. */
function withResults(turn: AnyTurn, { content }: BetaMessageParam): AnyTurn {
  const calls = new ChatCalls(turn.toolUses);
  for (const block of blocksOf(content)) if (block.type === 'tool_result') calls.resolve(block);
  return { ...turn, toolUses: calls.list.toArray() };
}

/** A reply and one more message of the model. */
function continued(turn: AnyTurn, message: BetaMessageParam): AnyTurn {
  const content = contentOfMessage(message);
  const calls = new ChatCalls(turn.toolUses);
  const blocks = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content;
  for (const block of blocks) if (block.type === 'tool_use') calls.add(block);
  return {
    ...turn,
    content: [...blocksOf(turn.content), ...blocks],
    text: joinTexts(turn.text, textOfContent(blocks)),
    thinking: joinTexts(turn.thinking, thinkingOfContent(blocks)),
    toolUses: calls.list.toArray(),
    status: 'done',
    history: [...turn.history, message],
  };
}
