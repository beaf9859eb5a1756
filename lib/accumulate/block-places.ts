import type { BetaContentBlock } from '../types/content-block.ts';
import type { ChunkedList } from './chunked-list.ts';

/** The blocks of a message, and where they stand. */
export interface BlockPlaces {
  /** The blocks of `message.content`, in order. */
  readonly blocks: ChunkedList<BetaContentBlock>;
  /** Whether the block at a place has ended. Each ends exactly once. */
  readonly ended: ChunkedList<boolean>;
  /** The index on the wire of the block at each place; `undefined` while both are the same. */
  readonly indices: ChunkedList<number> | undefined;
}

/** The current block of an index. */
export function blockAt(state: BlockPlaces, index: number): BetaContentBlock | undefined {
  const place = placeOf(state, index);
  return place === undefined ? undefined : state.blocks.get(place);
}

/** The index on the wire of the block at a place. */
export function indexAt({ indices }: BlockPlaces, place: number): number {
  return indices?.get(place) ?? place;
}

/** Whether the block at a place has ended. */
export function isEnded({ ended }: BlockPlaces, place: number): boolean {
  return ended.get(place) === true;
}

/** The places of the blocks that have not ended. */
export function openPlaces({ ended }: BlockPlaces): number[] {
  return ended.toArray().flatMap((isEnded, place) => (isEnded ? [] : [place]));
}

/** The places of the blocks of an index that have not ended. Nearly always one: all of them end together. */
export function openPlacesAt(state: BlockPlaces, index: number): readonly number[] {
  const latest = placeOf(state, index);
  if (latest === undefined) return none;
  const places: number[] = [];
  for (let place = latest; place >= 0 && indexAt(state, place) === index && !isEnded(state, place); place--) {
    places.unshift(place);
  }
  return places;
}

const none: readonly never[] = [];

/** The place of the latest block of an index. */
export function placeOf(state: BlockPlaces, index: number): number | undefined {
  const place = placeFor(state, index) - 1;
  return place >= 0 && indexAt(state, place) === index ? place : undefined;
}

/** Where a new block of an index belongs: behind all of the same index and of lower ones. */
export function placeFor({ indices, blocks }: BlockPlaces, index: number): number {
  if (!indices) return Math.min(index + 1, blocks.length);
  let [low, high] = [0, indices.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((indices.get(middle) ?? 0) <= index) low = middle + 1;
    else high = middle;
  }
  return low;
}
