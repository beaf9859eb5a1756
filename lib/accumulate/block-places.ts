import type { BetaContentBlock } from '../types/content-block.ts';
import type { ChunkedList } from './chunked-list.ts';

/** The blocks of a message, and where they stand. */
export interface BlockPlaces {
  /** The blocks of `message.content`, in order. */
  readonly blocks: ChunkedList<BetaContentBlock>;
  /** The same places, with the index and the end of each block. */
  readonly places: ChunkedList<BlockPlace>;
}

/** The place of a block. */
interface BlockPlace {
  /** Its index on the wire. */
  readonly index: number;
  /** Whether it has ended. Each ends exactly once. */
  readonly ended: boolean;
}

/** The current block of an index. */
export function blockAt(state: BlockPlaces, index: number): BetaContentBlock | undefined {
  const place = placeOf(state, index);
  return place === undefined ? undefined : state.blocks.get(place);
}

/** The index on the wire of the block at a place. */
export function indexAt({ places }: BlockPlaces, place: number): number {
  return places.get(place)?.index ?? place;
}

/** Whether the block at a place has ended. */
export function isEnded({ places }: BlockPlaces, place: number): boolean {
  return places.get(place)?.ended === true;
}

/** The places of the blocks that have not ended. */
export function openPlaces({ places }: BlockPlaces): number[] {
  return places.toArray().flatMap(({ ended }, place) => (ended ? [] : [place]));
}

/** The places of the blocks of an index that have not ended. Nearly always one: all of them end together. */
export function openPlacesAt(state: BlockPlaces, index: number): readonly number[] {
  const places: number[] = [];
  let place = placeFor(state, index);
  while (state.places.get(--place)?.index === index && !isEnded(state, place)) places.unshift(place);
  return places;
}

/** The place of the latest block of an index. */
export function placeOf(state: BlockPlaces, index: number): number | undefined {
  // Nearly all deltas belong to the last block.
  const last = state.places.length - 1;
  if (state.places.get(last)?.index === index) return last;
  const place = placeFor(state, index) - 1;
  return state.places.get(place)?.index === index ? place : undefined;
}

/** Where a new block of an index belongs: behind all of the same index and of lower ones. */
export function placeFor({ places }: BlockPlaces, index: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places.get(middle)?.index ?? 0) <= index) low = middle + 1;
    else high = middle;
  }
  return low;
}
