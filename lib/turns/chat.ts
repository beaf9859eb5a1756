import type { BetaMessageCreateParams } from '../types/beta-message-create-params.ts';
import type { MessageCreateParams } from '../types/message-create-params.ts';
import type { BetaMessageStreamEvent, MessageStreamEvent } from '../types/message-stream-event.ts';
import type { Chat } from './chat-interface.ts';
import { type ChatOptions, checkChat } from './chat-options.ts';
import { ChatSession } from './chat-session.ts';
import { type ChatSource, messagesOf } from './chat-source.ts';
import type { ReplySource } from './reply-events.ts';
import type { RunnableTool, ToolUseOf } from './tool.ts';

/** The params of every request of a chat; `messages` are its first turns. */
export type ChatParams<Params extends BetaMessageCreateParams> = Omit<Params, 'messages'> & {
  readonly messages?: readonly Params['messages'][number][] | undefined;
};

/**
 * Creates a chat: a conversation as one state for a page, with its turns, running reply, errors and queue. `params`
 * apply to every request. With `tools`, each reply is a run of `runTools`, and its steps are one turn.
 *
 * `source` is a client or a source of `runTools`. With `relayed(url)`, a reply survives a reload of the page. The
 * history of each request contains the part of stopped and failed replies that the API accepts, and omits refused
 * turns.
 *
 * The first `send` sends the first request. An error of a reply is its `status`, never an error notification. Throws
 * `InvalidOptionsError` for wrong options.
 *
 * @example Print a chat
 * ```ts
 * import { AnthropicClient, chat } from 'anthropic-rxjs';
 *
 * const { state$, send } = chat(new AnthropicClient(), { model: 'claude-sonnet-5', max_tokens: 1024 });
 * state$.subscribe(({ turns, status }) => console.log(status, turns.map(({ role, text }) => `${role}: ${text}`)));
 * send('Hello');
 * ```
 * @see conversation
 */
export function chat<
  Params extends BetaMessageCreateParams = MessageCreateParams,
  Event extends BetaMessageStreamEvent = MessageStreamEvent,
  AnyTool extends RunnableTool = RunnableTool,
>(
  source: ChatSource<Params, Event>,
  params: NoInfer<ChatParams<Params>>,
  options: ChatOptions<Params, Event, AnyTool> = {},
): Chat<Event, Params['messages'][number], ToolUseOf<AnyTool>> {
  const messages = messagesOf(source);
  checkChat(messages, params, options as ChatOptions);
  // The accumulator keeps the source's own types, and the params are those of the source.
  const session: unknown = new ChatSession(messages as ReplySource, params, options as ChatOptions);
  return session as Chat<Event, Params['messages'][number], ToolUseOf<AnyTool>>;
}
