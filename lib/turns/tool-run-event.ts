import type { MessageOf } from '../types/message-of.ts';
import type { TurnMessageEvent } from './turn-events.ts';
import type { ToolUseBlock } from '../types/content-block.ts';
import type { MessageParam } from '../types/message-param.ts';
import type { BetaMessageStreamEvent, MessageStreamEvent } from '../types/message-stream-event.ts';
import type { ToolResultBlockParam } from '../types/tool-result-block-param.ts';
import type { ToolOutput } from './tool-output.ts';

/** A call passed validation and was approved; its tool started. */
export interface ToolStartedEvent<Use extends ToolUseBlock = ToolUseBlock> {
  readonly type: 'tool_started';
  readonly turn: number;
  readonly toolUse: Use;
}

/** A tool emitted a value and continues. */
export interface ToolProgressEvent<Use extends ToolUseBlock = ToolUseBlock> {
  readonly type: 'tool_progress';
  readonly turn: number;
  readonly toolUse: Use;
  /** The value that the tool emitted. */
  readonly content: ToolOutput;
}

/** A tool is done. */
export interface ToolFinishedEvent<Use extends ToolUseBlock = ToolUseBlock> {
  readonly type: 'tool_finished';
  readonly turn: number;
  readonly toolUse: Use;
  /** The result for the model. */
  readonly result: ToolResultBlockParam;
}

/**
 * A tool threw, or the call did not run because its tool is unknown, its input is invalid, or it was not approved. The
 * run continues. `toolUse` has the type of a valid call, but for an unknown tool or invalid input, `name` and `input`
 * are those that the model wrote.
 */
export interface ToolFailedEvent<Use extends ToolUseBlock = ToolUseBlock> {
  readonly type: 'tool_failed';
  readonly turn: number;
  readonly toolUse: Use;
  /** The error that the tool threw; a `ToolError` if the tool did not run. */
  readonly error: unknown;
  /** The result for the model. */
  readonly result: ToolResultBlockParam;
}

/** An event of one call. */
export type ToolCallEvent<Use extends ToolUseBlock = ToolUseBlock> =
  ToolStartedEvent<Use> | ToolProgressEvent<Use> | ToolFinishedEvent<Use> | ToolFailedEvent<Use>;

/** A reply is complete and its tools are done. */
export interface TurnFinishedEvent<Event extends BetaMessageStreamEvent = MessageStreamEvent, Turn = MessageParam> {
  readonly type: 'turn_finished';
  readonly turn: number;
  /** The reply. */
  readonly message: MessageOf<Event>;
  /** The conversation so far: the messages of the request, the reply, and the results of its calls. */
  readonly messages: readonly Turn[];
  /** Tokens of all turns so far. */
  readonly usage: MessageOf<Event>['usage'];
}

/** The run is over; the last event. */
export interface RunFinishedEvent<Event extends BetaMessageStreamEvent = MessageStreamEvent, Turn = MessageParam> {
  readonly type: 'run_finished';
  /** The last reply. */
  readonly message: MessageOf<Event>;
  /** The entire conversation, ready for the next request, without the unsendable parts of a truncated reply. */
  readonly messages: readonly Turn[];
  /** Tokens of all turns. */
  readonly usage: MessageOf<Event>['usage'];
}

/** An event of a run of tools; `type` narrows it. `toolUse` is a union of the calls of its tools; `name` narrows it. */
export type ToolRunEvent<
  Event extends BetaMessageStreamEvent = MessageStreamEvent,
  Turn = MessageParam,
  Use extends ToolUseBlock = ToolUseBlock,
> = TurnMessageEvent<Event> | ToolCallEvent<Use> | TurnFinishedEvent<Event, Turn> | RunFinishedEvent<Event, Turn>;
