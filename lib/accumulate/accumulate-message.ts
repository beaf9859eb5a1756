import { MalformedStreamError } from '../errors/malformed-stream-error.ts';
import type { BetaContentBlock } from '../types/content-block.ts';
import type { BetaMessage } from '../types/message.ts';
import type {
  BetaContentBlockDeltaEvent,
  BetaContentBlockStartEvent,
  BetaMessageStartEvent,
  BetaMessageStreamEvent,
  ContentBlockStopEvent,
} from '../types/message-stream-event.ts';
import { isRestartEvent } from '../types/is-restart-event.ts';
import { accumulateBlock } from './accumulate-block.ts';
import { applyMessageDelta } from './apply-message-delta.ts';
import { closeToolInput, openToolInput } from './tool-input.ts';

/** What is known of a stream so far. */
export interface MessageState {
  /** The message so far; never changed, each event that adds to it makes a new one. */
  readonly message: BetaMessage;
  /** Whether `message_stop` has come. */
  readonly complete: boolean;
  /** Which index stands at which place of the content; `undefined` while they are the same. */
  readonly indices: readonly number[] | undefined;
  /** The message before its content changed: engines copy a copy of a copy many times slower. */
  readonly base: BetaMessage;
  /** The block that is growing, as it was before its text grew; for the same reason. */
  readonly growing: { readonly position: number; readonly base: BetaContentBlock } | undefined;
}

/**
 * The state after one event. Pure: neither the state nor the event is changed, and what an event does not touch stays the
 * same object. Events before `message_start` and unknown ones leave the state as it is. Throws `MalformedStreamError`
 * when the events make no message.
 */
export function accumulateMessage(
  state: MessageState | undefined,
  event: BetaMessageStreamEvent,
): MessageState | undefined {
  if (event.type === 'message_start') return startMessage(state, event);
  if (!state || isRestartEvent(event)) return undefined;
  switch (event.type) {
    case 'content_block_start':
      return startBlock(state, event);
    case 'content_block_delta':
      return addDelta(state, event);
    case 'content_block_stop':
      return stopBlock(state, event);
    case 'message_delta': {
      const message = applyMessageDelta(state.message, event);
      return { ...state, message, base: message };
    }
    case 'message_stop':
      return { ...state, complete: true };
    default:
      return state;
  }
}

function startMessage(state: MessageState | undefined, { message }: BetaMessageStartEvent): MessageState {
  if (!state || state.complete)
    return { message, complete: false, indices: undefined, base: message, growing: undefined };
  if (state.message.content.length === 0 && state.message.id === message.id) return state;
  throw new MalformedStreamError(`message_start of ${message.id} came in the middle of message ${state.message.id}.`);
}

function startBlock(state: MessageState, { index, content_block }: BetaContentBlockStartEvent): MessageState {
  const { message, indices } = state;
  const { content } = message;
  if (positionOf(state, index) !== undefined) {
    throw new MalformedStreamError(`content_block_start came twice for index ${index}.`);
  }
  openToolInput(content_block);
  const base = content_block.type === 'fallback' ? { ...message, model: content_block.to.model } : state.base;
  if (!indices && index === content.length) {
    return { ...state, base, message: { ...base, content: [...content, content_block] } };
  }
  const before = indices ?? content.map((_, place) => place);
  const place = before.filter((other) => other < index).length;
  return {
    ...state,
    base,
    growing: undefined,
    message: { ...base, content: [...content.slice(0, place), content_block, ...content.slice(place)] },
    indices: [...before.slice(0, place), index, ...before.slice(place)],
  };
}

/** The block of an index as it is now. */
export function blockAt(state: MessageState, index: number): BetaContentBlock | undefined {
  const position = positionOf(state, index);
  return position === undefined ? undefined : state.message.content[position];
}

function addDelta(state: MessageState, event: BetaContentBlockDeltaEvent): MessageState {
  const position = positionOf(state, event.index);
  const block = position === undefined ? undefined : state.message.content[position];
  if (position === undefined || !block) throw neverStarted(event);
  const { delta } = event;
  const grows = delta.type === 'text_delta' || delta.type === 'thinking_delta';
  const growing = state.growing?.position === position ? state.growing : { position, base: block };
  const changed = accumulateBlock(block, delta, grows ? growing.base : block);
  return changed === block ? state : withBlock(state, position, changed, grows ? growing : undefined);
}

function stopBlock(state: MessageState, event: ContentBlockStopEvent): MessageState {
  const position = positionOf(state, event.index);
  const block = position === undefined ? undefined : state.message.content[position];
  if (position === undefined || !block) throw neverStarted(event);
  const closed = closeToolInput(block);
  return closed === block ? state : withBlock(state, position, closed, undefined);
}

function withBlock(
  { message, complete, indices, base }: MessageState,
  position: number,
  block: BetaContentBlock,
  growing: MessageState['growing'],
): MessageState {
  const content = message.content.slice();
  content[position] = block;
  return { message: { ...base, content }, complete, indices, base, growing };
}

function neverStarted({ type, index }: BetaContentBlockDeltaEvent | ContentBlockStopEvent): MalformedStreamError {
  return new MalformedStreamError(`${type} came for index ${index}, where no block has started.`);
}

function positionOf({ message, indices }: MessageState, index: number): number | undefined {
  if (!indices) return index < message.content.length ? index : undefined;
  const place = indices.indexOf(index);
  return place < 0 ? undefined : place;
}
