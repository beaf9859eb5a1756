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
      return changeBlock(state, event, (block) => accumulateBlock(block, event.delta));
    case 'content_block_stop':
      return changeBlock(state, event, closeToolInput);
    case 'message_delta':
      return { ...state, message: applyMessageDelta(state.message, event) };
    case 'message_stop':
      return { ...state, complete: true };
    default:
      return state;
  }
}

function startMessage(state: MessageState | undefined, { message }: BetaMessageStartEvent): MessageState {
  if (!state || state.complete) return { message, complete: false, indices: undefined };
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
  const served = content_block.type === 'fallback' ? { ...message, model: content_block.to.model } : message;
  if (!indices && index === content.length) {
    return { ...state, message: { ...served, content: [...content, content_block] } };
  }
  const before = indices ?? content.map((_, place) => place);
  const place = before.filter((other) => other < index).length;
  return {
    ...state,
    message: { ...served, content: [...content.slice(0, place), content_block, ...content.slice(place)] },
    indices: [...before.slice(0, place), index, ...before.slice(place)],
  };
}

/** The block of an index as it is now. */
export function blockAt(state: MessageState, index: number): BetaContentBlock | undefined {
  const position = positionOf(state, index);
  return position === undefined ? undefined : state.message.content[position];
}

function changeBlock(
  state: MessageState,
  { type, index }: BetaContentBlockDeltaEvent | ContentBlockStopEvent,
  change: (block: BetaContentBlock) => BetaContentBlock,
): MessageState {
  const { message } = state;
  const position = positionOf(state, index);
  const block = position === undefined ? undefined : message.content[position];
  if (position === undefined || !block) {
    throw new MalformedStreamError(`${type} came for index ${index}, where no block has started.`);
  }
  const changed = change(block);
  if (changed === block) return state;
  const content = message.content.slice();
  content[position] = changed;
  return { message: { ...message, content }, complete: state.complete, indices: state.indices };
}

function positionOf({ message, indices }: MessageState, index: number): number | undefined {
  if (!indices) return index < message.content.length ? index : undefined;
  const place = indices.indexOf(index);
  return place < 0 ? undefined : place;
}
