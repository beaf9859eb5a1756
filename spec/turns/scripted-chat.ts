import { Subject } from 'rxjs';
import type { Chat } from '../../lib/turns/chat-interface.ts';
import type { ChatOptions } from '../../lib/turns/chat-options.ts';
import type { ChatState } from '../../lib/turns/chat-state.ts';
import type { ChatTurn } from '../../lib/turns/chat-turn.ts';
import { chat } from '../../lib/turns/chat.ts';
import { historyIssues, messageEvents, type MessageSpec } from '../../lib/testing/index.ts';
import type { MessageCreateParams } from '../../lib/types/message-create-params.ts';
import type { MessageStreamEvent } from '../../lib/types/message-stream-event.ts';

/** The params of every request, without turns. */
export const chatParams = { model: 'claude-sonnet-5', max_tokens: 64 };

export interface HeldRequest {
  readonly params: MessageCreateParams;
  readonly events$: Subject<MessageStreamEvent>;
}

/** A chat whose replies the test emits by hand; it fails where the API would reject a history. */
export function chatByHand(options: ChatOptions<MessageCreateParams, MessageStreamEvent> = {}) {
  const requests: HeldRequest[] = [];
  const stream = (params: MessageCreateParams) => {
    const [issue] = historyIssues(params);
    if (issue) throw new Error(`${issue.path}: ${issue.message}`);
    const events$ = new Subject<MessageStreamEvent>();
    requests.push({ params: structuredClone(params), events$ });
    return events$;
  };
  const talk = chat(stream, chatParams, options);
  return { chat: talk, requests, last: () => requests.at(-1)! };
}

/** Emits a complete reply. */
export function answer({ events$ }: HeldRequest, reply: MessageSpec | string): void {
  for (const event of messageEvents(reply)) events$.next(event);
  events$.complete();
}

/** Emits the first events of a reply of one text block. */
export function begin({ events$ }: HeldRequest, text: string): void {
  for (const event of messageEvents(text).slice(0, -3)) events$.next(event);
}

/** A turn in one line, such as `user Hi (sent)`. */
export const lineOf = ({ role, text, status }: ChatTurn): string => `${role} ${text} (${status})`;

/** A state in a few lines. */
export const linesOf = ({ turns, queued }: ChatState): string[] => [
  ...turns.map(lineOf),
  ...queued.map((turn) => `queued ${turn.text}`),
];

/** All states of a chat from now on. */
export function statesOf(talk: Chat): ChatState[] {
  const states: ChatState[] = [];
  talk.state$.subscribe((state) => states.push(state));
  return states;
}
