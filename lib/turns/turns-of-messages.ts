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
  let reply: StoredReply | undefined;
  for (const message of messages) {
    if (message.role === 'assistant') {
      reply ??= new StoredReply();
      reply.add(message);
      continue;
    }
    if (reply) {
      reply.resolve(message);
      if (isResults(message)) {
        reply.history.push(message);
        continue;
      }
      turns.push(reply.turn());
      reply = undefined;
    }
    if (message.role === 'system') turns.push(systemTurn(message));
    else turns.push({ ...userTurn(contentOfMessage(message)), status: 'sent', history: [message] });
  }
  if (reply) turns.push(reply.turn());
  return turns;
}

function isResults({ content }: BetaMessageParam): boolean {
  const blocks = blocksOf(content);
  return blocks.length > 0 && blocks.every(({ type }) => type === 'tool_result');
}

/** Collects the messages of one reply. A copy of the turn for each message would take quadratic time. */
class StoredReply {
  readonly history: BetaMessageParam[] = [];
  readonly #content: ReturnType<typeof blocksOf> = [];
  readonly #calls = new ChatCalls([]);
  #text = '';
  #thinking = '';

  /** Adds a message of the model. */
  add(message: BetaMessageParam): void {
    const content = contentOfMessage(message);
    const blocks = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content;
    for (const block of blocks) {
      this.#content.push(block);
      if (block.type === 'tool_use') this.#calls.add(block);
    }
    this.#text = joinTexts(this.#text, textOfContent(blocks));
    this.#thinking = joinTexts(this.#thinking, thinkingOfContent(blocks));
    this.history.push(message);
  }

  /** Takes the results of its calls, which a message may contain beside a text of the user. */
  resolve({ content }: BetaMessageParam): void {
    for (const block of blocksOf(content)) if (block.type === 'tool_result') this.#calls.resolve(block);
  }

  turn(): AnyTurn {
    return {
      ...replyTurn(),
      content: this.#content,
      text: this.#text,
      thinking: this.#thinking,
      toolUses: this.#calls.list.toArray(),
      status: 'done',
      history: this.history,
    };
  }
}
