import { describe, expect, it } from '@jest/globals';
import {
  blockAt,
  indexAt,
  isEnded,
  openPlaces,
  openPlacesAt,
  placeFor,
  placeOf,
} from '../../lib/accumulate/block-places.ts';
import { blockStop, textStart } from '../support/block-events.ts';
import { messageStart } from '../support/events.ts';
import { stateAfter } from '../support/state-after.ts';

describe('the places of blocks', () => {
  const state = stateAfter(messageStart(), textStart(5, 'c'), textStart(2, 'a'), blockStop(2), textStart(2, 'b'))!;

  it('follow the indices, and the order of arrival within one index', () => {
    expect([0, 1, 2].map((place) => indexAt(state, place))).toEqual([2, 2, 5]);
    expect([2, 5].map((index) => blockAt(state, index))).toMatchObject([{ text: 'b' }, { text: 'c' }]);
    expect([placeOf(state, 2), placeOf(state, 5), placeOf(state, 3)]).toEqual([1, 2, undefined]);
    expect([1, 2, 3, 9].map((index) => placeFor(state, index))).toEqual([0, 2, 2, 3]);
  });

  it('are open until their block ends', () => {
    expect([0, 1, 2].map((place) => isEnded(state, place))).toEqual([true, false, false]);
    expect(openPlaces(state)).toEqual([1, 2]);
    expect([2, 5, 9].map((index) => openPlacesAt(state, index))).toEqual([[1], [2], []]);
  });
});
