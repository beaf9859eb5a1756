import { MalformedStreamError } from '../errors/malformed-stream-error.ts';
import type { BetaContentBlockDelta } from '../types/content-block-delta.ts';
import type { BetaContentBlock } from '../types/content-block.ts';
import { isToolInputBlock } from '../types/is-tool-input-block.ts';
import { isRestartEvent } from '../types/is-restart-event.ts';
import type { BetaMessage } from '../types/message.ts';
import type {
  BetaContentBlockDeltaEvent,
  BetaContentBlockStartEvent,
  BetaMessageStartEvent,
  BetaMessageStreamEvent,
} from '../types/message-stream-event.ts';
import { textOfRun } from '../types/run-delta.ts';
import { accumulateBlock } from './accumulate-block.ts';
import { applyMessageDelta } from './apply-message-delta.ts';
import { type BlockPlaces, indexAt, isEnded, openPlaces, openPlacesAt, placeFor, placeOf } from './block-places.ts';
import { ChunkedList } from './chunked-list.ts';
import { noteCut } from './cut-thinking.ts';
import { hasStopReason } from './has-stop-reason.ts';
import { readableEvent } from './readable-event.ts';
import { closeToolInput, openToolInput } from './tool-input.ts';
import { withList } from './with-list.ts';

/** The state of a stream so far. */
export interface MessageState extends BlockPlaces {
  /** The message so far; immutable; each event that adds to it creates a new one. */
  readonly message: BetaMessage;
  /** Whether `message_stop` has arrived. */
  readonly complete: boolean;
  /** Whether `message_delta` has set a stop reason. */
  readonly stopping: boolean;
  /** The message before its content changed: engines copy a copy of a copy many times slower. */
  readonly base: BetaMessage;
  /** The growing block, before its text grew; for the same reason. */
  readonly growing: { readonly place: number; readonly base: BetaContentBlock } | undefined;
}

/**
 * The state after one event. Pure: it changes neither the state nor the event, and untouched parts stay the same objects.
 * Events before `message_start`, events after `message_stop` and unknown ones do not change the state.
 *
 * A block ends with its `content_block_stop`, with the next block of the same index, or with the message; it ignores a
 * second stop. Throws `MalformedStreamError` if the events do not form a message.
 */
export function accumulateMessage(
  state: MessageState | undefined,
  sent: BetaMessageStreamEvent,
): MessageState | undefined {
  const event = readableEvent(sent);
  if (event.type === 'message_start') return startMessage(state, event);
  if (!state || isRestartEvent(event)) return undefined;
  if (state.complete) return state;
  switch (event.type) {
    case 'content_block_start':
      return startBlock(state, event);
    case 'content_block_delta':
      return addDelta(state, event);
    case 'content_block_stop':
      return openPlacesAt(state, event.index).reduce(endBlock, state);
    case 'message_delta': {
      const base = applyMessageDelta(state.base, event);
      const stopping = hasStopReason(state.stopping, event);
      return { ...state, stopping, base, message: withList(base, 'content', state.blocks) };
    }
    case 'message_stop':
      return { ...endAll(state), complete: true };
    default:
      return state;
  }
}

function startMessage(state: MessageState | undefined, { message }: BetaMessageStartEvent): MessageState {
  if (!state || state.complete) {
    return {
      message,
      complete: false,
      stopping: false,
      blocks: ChunkedList.from(message.content),
      places: ChunkedList.from(message.content.map((_, index) => ({ index, ended: true }))),
      base: message,
      growing: undefined,
    };
  }
  if (state.blocks.length === 0 && state.message.id === message.id) return state;
  throw new MalformedStreamError(
    `message_start of ${message.id} arrived in the middle of message ${state.message.id}.`,
  );
}

function startBlock(state: MessageState, event: BetaContentBlockStartEvent): MessageState {
  const open = openPlacesAt(state, event.index);
  if (isSameCall(state.blocks.get(open.at(-1) ?? -1), event.content_block)) return state;
  return insertBlock(open.reduce(endBlock, state), event);
}

/** The state with a new block behind all of its index. */
function insertBlock(state: MessageState, { index, content_block: block }: BetaContentBlockStartEvent): MessageState {
  openToolInput(block);
  const base = block.type === 'fallback' ? { ...state.base, model: block.to.model } : state.base;
  const place = placeFor(state, index);
  const blocks = state.blocks.insert(place, block);
  const places = state.places.insert(place, { index, ended: false });
  const message = withList(base, 'content', blocks);
  // Field by field, like in withBlock: the states of a stream then have one form, which engines read faster.
  return { message, complete: false, stopping: state.stopping, blocks, places, base, growing: undefined };
}

/** A proxy that sends a start twice repeats the id of the call. */
function isSameCall(before: BetaContentBlock | undefined, block: BetaContentBlock): boolean {
  return before !== undefined && 'id' in before && 'id' in block && before.id === block.id;
}

function addDelta(state: MessageState, event: BetaContentBlockDeltaEvent): MessageState {
  const place = placeOf(state, event.index);
  if (place === undefined) {
    throw new MalformedStreamError(`${event.type} arrived for index ${event.index}, where no block has started.`);
  }
  return addDeltaAt(state, place, event) ?? addBeside(state, place, event);
}

/** `undefined` if the delta does not change the block at this place. */
function addDeltaAt(
  state: MessageState,
  place: number,
  { delta }: BetaContentBlockDeltaEvent,
): MessageState | undefined {
  const block = state.blocks.get(place);
  // A reader of calls has read an ended one: its input must not change.
  if (!block || (delta.type === 'input_json_delta' && isEnded(state, place))) return undefined;
  const growing = state.growing?.place === place ? state.growing : { place, base: block };
  const changed = accumulateBlock(block, delta, growing.base);
  if (changed === block) return undefined;
  return withBlock(state, place, changed, textOfRun(delta) === undefined ? undefined : growing);
}

/**
 * Some servers send text inside a block of thinking, and the reverse. Each kind then gets a block of its own beside the
 * first, so that nothing is lost. Other deltas without a matching block do not change the state.
 */
function addBeside(state: MessageState, latest: number, event: BetaContentBlockDeltaEvent): MessageState {
  const { index, delta } = event;
  for (const place of openPlacesAt(state, index)) {
    const added = addDeltaAt(state, place, event);
    if (added) return added;
  }
  const first = state.blocks.get(latest);
  const block = first && growsByDeltas(first) && textOfRun(delta) ? emptyBlockFor(delta) : undefined;
  if (!block) return state;
  return addDelta(insertBlock(state, { type: 'content_block_start', index, content_block: block }), event);
}

/** The deltas of a newer block may have another meaning. */
function growsByDeltas(block: BetaContentBlock): boolean {
  return block.type === 'text' || block.type === 'thinking' || isToolInputBlock(block);
}

function emptyBlockFor({ type }: BetaContentBlockDelta): BetaContentBlock | undefined {
  if (type === 'text_delta') return { type: 'text', text: '' };
  return type === 'thinking_delta' ? { type: 'thinking', thinking: '', signature: '' } : undefined;
}

function endBlock(before: MessageState, place: number): MessageState {
  const state = markEnded(before, place);
  const block = state.blocks.get(place);
  const closed = block && closeToolInput(block);
  return closed && closed !== block ? withBlock(state, place, closed, undefined) : state;
}

function markEnded(state: MessageState, place: number): MessageState {
  return { ...state, places: state.places.set(place, { index: indexAt(state, place), ended: true }) };
}

function endAll(state: MessageState): MessageState {
  const open = openPlaces(state);
  // A continuation stops its own blocks only; some servers stop none.
  if (open.length < state.blocks.length) for (const place of open) noteCut(state.blocks.get(place));
  // Without a stop reason, a call without a stop may be incomplete: it ends unchanged.
  return open.reduce(state.message.stop_reason == null ? markEnded : endBlock, state);
}

function withBlock(
  { complete, stopping, blocks: before, places, base }: MessageState,
  place: number,
  block: BetaContentBlock,
  growing: MessageState['growing'],
): MessageState {
  const blocks = before.set(place, block);
  return { message: withList(base, 'content', blocks), complete, stopping, blocks, places, base, growing };
}
