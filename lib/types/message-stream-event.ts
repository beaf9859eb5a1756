import type { BetaContentBlockDelta, ContentBlockDelta } from './content-block-delta.ts';
import type { BetaContentBlock, ContentBlock } from './content-block.ts';
import type { AppliedEdit } from './context-management.ts';
import type { BetaMessage, Container, InputTransformation, Message } from './message.ts';
import type { BetaRefusalStopDetails, RefusalStopDetails } from './stop-details.ts';
import type { BetaStopReason, StopReason } from './stop-reason.ts';
import type { BetaMessageDeltaUsage, MessageDeltaUsage } from './usage.ts';

/** A reply begins. Its content is nearly always empty. */
export interface MessageStartEvent {
  type: 'message_start';
  message: Message;
}

/** A block begins. It is mostly empty, but may already have content. */
export interface ContentBlockStartEvent {
  type: 'content_block_start';
  /** Index of the block in the content, from 0. */
  index: number;
  content_block: ContentBlock;
}

/** A block grows. */
export interface ContentBlockDeltaEvent {
  type: 'content_block_delta';
  /** Index of the block in the content, from 0. */
  index: number;
  delta: ContentBlockDelta;
}

/** A block is complete. */
export interface ContentBlockStopEvent {
  type: 'content_block_stop';
  /** Index of the block in the content, from 0. */
  index: number;
}

/** The stop reason and the token counts, just before the end. */
export interface MessageDeltaEvent {
  type: 'message_delta';
  delta: {
    stop_reason?: StopReason | null | undefined;
    stop_sequence?: string | null | undefined;
    stop_details?: RefusalStopDetails | null | undefined;
    container?: Container | null | undefined;
  };
  usage: MessageDeltaUsage;
}

/** The reply is complete. */
export interface MessageStopEvent {
  type: 'message_stop';
}

/** An event of a streamed reply. The list is open: see `isUnknownEvent`. */
export type MessageStreamEvent =
  | MessageStartEvent
  | ContentBlockStartEvent
  | ContentBlockDeltaEvent
  | ContentBlockStopEvent
  | MessageDeltaEvent
  | MessageStopEvent;

/** `message_start` with the beta members. */
export interface BetaMessageStartEvent {
  type: 'message_start';
  message: BetaMessage;
}

/** `content_block_start` with the beta blocks. */
export interface BetaContentBlockStartEvent {
  type: 'content_block_start';
  /** Index of the block in the content, from 0. */
  index: number;
  content_block: BetaContentBlock;
}

/** `content_block_delta` with the beta deltas. */
export interface BetaContentBlockDeltaEvent {
  type: 'content_block_delta';
  /** Index of the block in the content, from 0. */
  index: number;
  delta: BetaContentBlockDelta;
}

/** `message_delta` with the beta members. */
export interface BetaMessageDeltaEvent {
  type: 'message_delta';
  delta: {
    stop_reason?: BetaStopReason | null | undefined;
    stop_sequence?: string | null | undefined;
    stop_details?: BetaRefusalStopDetails | null | undefined;
    container?: Container | null | undefined;
  };
  usage: BetaMessageDeltaUsage;
  context_management?: { applied_edits: AppliedEdit[] } | null | undefined;
  input_transformations?: InputTransformation[] | null | undefined;
}

/**
 * An event of a streamed reply, the beta members included. Every `MessageStreamEvent` is one. The list is open on the
 * wire: see `isUnknownEvent`.
 */
export type BetaMessageStreamEvent =
  | BetaMessageStartEvent
  | BetaContentBlockStartEvent
  | BetaContentBlockDeltaEvent
  | ContentBlockStopEvent
  | BetaMessageDeltaEvent
  | MessageStopEvent;

/** An event newer than this library. It passes through unchanged and does not change the message. */
export interface UnknownEvent {
  type: string;
  [field: string]: unknown;
}
