import type { Observable } from 'rxjs';
import type { ToolUseBlock } from '../types/content-block.ts';
import type { BetaMessageParam, MessageParam } from '../types/message-param.ts';
import type { BetaMessageStreamEvent, MessageStreamEvent } from '../types/message-stream-event.ts';
import type { ChatState } from './chat-state.ts';
import type { Approval } from './plan-call.ts';
import type { SavedChat } from './saved-chat.ts';

/** A chat: its state, and the actions of its user. Its methods do not need `this`. */
export interface Chat<
  Event extends BetaMessageStreamEvent = MessageStreamEvent,
  Turn extends BetaMessageParam = MessageParam,
  Use extends ToolUseBlock = ToolUseBlock,
> {
  /**
   * Emits the current state on subscribe, then each change. Never errors; completes with `dispose`. Unsubscribing does not
   * stop a reply.
   */
  readonly state$: Observable<ChatState<Event, Turn, Use>>;
  /** The current state. */
  readonly state: ChatState<Event, Turn, Use>;
  /** The messages so far, like those of the next request: pass them as `messages` to continue elsewhere. */
  readonly history: readonly Turn[];
  /**
   * Sends a turn of the user with all turns before it. While a reply runs, the turn joins the queue; it is sent when the
   * reply is done, stopped or refused. After an error the queue waits for `retry` or the next `send`. Ignores blank text.
   */
  readonly send: (content: NonNullable<Turn['content']>) => void;
  /** Ends the running reply; the partial reply stays. With a turn of the queue, removes that turn instead. */
  readonly stop: (turn?: TurnRef) => void;
  /**
   * Requests a reply again, and drops it and all turns after it. Without a turn: the last reply, if `canRetry`. With a reply
   * or its question: that reply, whatever its status.
   */
  readonly retry: (turn?: TurnRef) => void;
  /**
   * Changes a turn of the user. Drops all turns after it, and sends it; a turn of the queue stays in its place. To keep the
   * dropped turns, save the chat first: see `toJSON`. Throws `InvalidOptionsError` for a reply. Ignores blank text.
   */
  readonly edit: (turn: TurnRef, content: NonNullable<Turn['content']>) => void;
  /** Requests the last reply again, whatever its status; a running one is stopped. */
  readonly regenerate: () => void;
  /** Answers for the user whether a call of status `waiting` runs; the model reads the reason why not. Default `true`. */
  readonly approve: (call: { readonly id: string }, answer?: Approval) => void;
  /** Stops the running reply, and replaces all turns and the queue. */
  readonly reset: (messages?: readonly Turn[]) => void;
  /** Ends the chat: aborts the running reply, and completes `state$`. A relay continues its reply, for `restore`. */
  readonly dispose: () => void;
  /** The chat as plain data, also while a reply runs; `JSON.stringify(chat)` calls it. */
  readonly toJSON: () => SavedChat;
  /**
   * Replaces the chat by a saved one, or by its JSON; ignores `null` and `undefined`. A reply that was running continues if
   * its source is a relay; otherwise it is `stopped`. Throws `InvalidOptionsError` for any other value.
   */
  readonly restore: (saved: SavedChat | string | null | undefined) => void;
}

/** A turn of a chat, or its id. A turn that the chat no longer has is ignored. */
export type TurnRef = { readonly id: string } | string;
