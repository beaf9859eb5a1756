import type { ToolUseBlock } from '../types/content-block.ts';
import type { BetaMessageParam, MessageParam } from '../types/message-param.ts';
import type { BetaMessageStreamEvent, MessageStreamEvent } from '../types/message-stream-event.ts';
import type { ChatModel } from './chat-model.ts';
import type { AnyTurn, ChatTurn, ChatTurnStatus } from './chat-turn.ts';

/** `idle` without a reply, else the status of the last reply. */
export type ChatStatus = 'idle' | Exclude<ChatTurnStatus, 'sent'>;

/** The state of a chat. States and their turns never change; turns that an event does not touch stay the same objects. */
export interface ChatState<
  Event extends BetaMessageStreamEvent = MessageStreamEvent,
  Turn extends BetaMessageParam = MessageParam,
  Use extends ToolUseBlock = ToolUseBlock,
> {
  /** All turns, in order; the last one may be a reply that still grows. */
  readonly turns: readonly ChatTurn<Event, Turn, Use>[];
  readonly status: ChatStatus;
  /** The error of the last reply, if `status` is `error`. */
  readonly error: unknown;
  /** Whether the last reply was stopped, was refused or failed, so that `retry()` requests it again. */
  readonly canRetry: boolean;
  /** The turns of the user that wait for the replies before them. */
  readonly queued: readonly ChatTurn<Event, Turn, Use>[];
}

export function stateOf({ turns, running, queued }: ChatModel): ChatState<BetaMessageStreamEvent, BetaMessageParam> {
  const last = running ?? turns.at(-1);
  const status = last?.role === 'assistant' ? (last.status as ChatStatus) : 'idle'; // only turns of the user are `sent`
  let all: readonly AnyTurn[] | undefined;
  return {
    // Created when it is read: one list per event would take quadratic time.
    get turns() {
      return (all ??= running ? [...turns, running] : turns);
    },
    status,
    error: last?.error,
    canRetry: status === 'stopped' || status === 'refused' || status === 'error',
    queued,
  };
}
