import type { MessageOf } from '../types/message-of.ts';
import type { TurnMessageEvent } from './turn-events.ts';
import type { ToolUseBlock } from '../types/content-block.ts';
import type { MessageParam } from '../types/message-param.ts';
import type { BetaMessageStreamEvent, MessageStreamEvent } from '../types/message-stream-event.ts';
import type { ToolResultBlockParam } from '../types/tool-result-block-param.ts';
import type { ToolOutput } from './tool.ts';

/** A call was found good and its tool set to work. */
export interface ToolStartedEvent {
  readonly type: 'tool_started';
  readonly turn: number;
  readonly toolUse: ToolUseBlock;
}

/** A tool gave a value, and goes on. */
export interface ToolProgressEvent {
  readonly type: 'tool_progress';
  readonly turn: number;
  readonly toolUse: ToolUseBlock;
  readonly content: ToolOutput | undefined;
}

/** A tool is done. */
export interface ToolFinishedEvent {
  readonly type: 'tool_finished';
  readonly turn: number;
  readonly toolUse: ToolUseBlock;
  /** What the model is given. */
  readonly result: ToolResultBlockParam;
}

/** A tool threw, or the call could not be run: unknown tool, invalid input, not approved. The run goes on. */
export interface ToolFailedEvent {
  readonly type: 'tool_failed';
  readonly turn: number;
  readonly toolUse: ToolUseBlock;
  /** What the tool threw; a `ToolError` where it was not run. */
  readonly error: unknown;
  /** What the model is given. */
  readonly result: ToolResultBlockParam;
}

/** What becomes of a call. */
export type ToolCallEvent = ToolStartedEvent | ToolProgressEvent | ToolFinishedEvent | ToolFailedEvent;

/** A reply is complete and its tools are done. */
export interface TurnFinishedEvent<Event extends BetaMessageStreamEvent = MessageStreamEvent, Turn = MessageParam> {
  readonly type: 'turn_finished';
  readonly turn: number;
  /** The reply. */
  readonly message: MessageOf<Event>;
  /** The conversation so far: what was sent, the reply, and the results of its calls. */
  readonly messages: readonly Turn[];
  /** Tokens of all turns so far. */
  readonly usage: MessageOf<Event>['usage'];
}

/** The run is over; the last event. */
export interface RunFinishedEvent<Event extends BetaMessageStreamEvent = MessageStreamEvent, Turn = MessageParam> {
  readonly type: 'run_finished';
  /** The last reply. */
  readonly message: MessageOf<Event>;
  /** The whole conversation, as the next request can send it. What of a cut reply cannot be sent is left out. */
  readonly messages: readonly Turn[];
  /** Tokens of all turns. */
  readonly usage: MessageOf<Event>['usage'];
}

/** What happens in a run of tools, by `type`. */
export type ToolRunEvent<Event extends BetaMessageStreamEvent = MessageStreamEvent, Turn = MessageParam> =
  TurnMessageEvent<Event> | ToolCallEvent | TurnFinishedEvent<Event, Turn> | RunFinishedEvent<Event, Turn>;
