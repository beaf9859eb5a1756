import type { Observable } from 'rxjs';
import type { ToolUseBlock } from '../types/content-block.ts';
import type { BetaMessageParam, MessageParam } from '../types/message-param.ts';
import type { BetaMessageStreamEvent, MessageStreamEvent } from '../types/message-stream-event.ts';
import type { ChatState } from './chat-state.ts';
import type { Approval } from './plan-call.ts';
import type { SavedChat } from './saved-chat.ts';

/** A chat: its state, and the actions of its user. You can pass its methods around, because they do not use `this`. */
export interface Chat<
  Event extends BetaMessageStreamEvent = MessageStreamEvent,
  Turn extends BetaMessageParam = MessageParam,
  Use extends ToolUseBlock = ToolUseBlock,
> {
  /**
   * Emits the current state on subscribe, then a state after each change. Never errors; completes on `dispose`.
   * Unsubscribing does not stop a reply.
   */
  readonly state$: Observable<ChatState<Event, Turn, Use>>;
  /** The current state. */
  readonly state: ChatState<Event, Turn, Use>;
  /** The messages that the next request would contain so far: pass them as `messages` to continue elsewhere. */
  readonly history: readonly Turn[];
  /**
   * Sends a turn of the user with all turns before it. While a reply is running, the turn waits in the queue until the
   * reply is done, stopped or refused. After an error, the queue waits for `retry` or the next `send`. Ignores blank
   * text.
   */
  readonly send: (content: NonNullable<Turn['content']>) => void;
  /**
   * Ends the running reply and keeps the partial reply. With a queued turn, removes that turn from the queue instead.
   */
  readonly stop: (turn?: TurnRef) => void;
  /**
   * Requests a reply again, and drops that reply and all turns after it. Without an argument, it retries the last
   * reply, if `canRetry`. With a reply or its question, it retries that reply, whatever its status.
   */
  readonly retry: (turn?: TurnRef) => void;
  /**
   * Changes a turn of the user, drops all turns after it, and sends it. A queued turn only changes, and keeps its
   * place. To keep the dropped turns, save the chat first: see `toJSON`. Throws `InvalidOptionsError` for a reply.
   * Ignores blank text.
   */
  readonly edit: (turn: TurnRef, content: NonNullable<Turn['content']>) => void;
  /** Requests the last reply again, whatever its status. If the reply is running, it is stopped first. */
  readonly regenerate: () => void;
  /**
   * Decides for the user whether a call with status `waiting` runs. The model reads the reason of a denial. Default
   * `true`.
   */
  readonly approve: (call: { readonly id: string }, answer?: Approval) => void;
  /** Stops the running reply, and replaces all turns and the queue. */
  readonly reset: (messages?: readonly Turn[]) => void;
  /**
   * Ends the chat: aborts the running reply and completes `state$`. With a relay, the reply continues, so that
   * `restore` can join it.
   */
  readonly dispose: () => void;
  /** Returns the chat as plain data, even while a reply is running; `JSON.stringify(chat)` calls it. */
  readonly toJSON: () => SavedChat;
  /**
   * Replaces the chat with a saved one, or its JSON; ignores `null` and `undefined`. A reply that was running continues
   * if its source is a relay; otherwise it is `stopped`. Throws `InvalidOptionsError` for any other value.
   */
  readonly restore: (saved: SavedChat | string | null | undefined) => void;
}

/** A turn of a chat, or its id. Methods ignore a turn that the chat no longer has. */
export type TurnRef = { readonly id: string } | string;
