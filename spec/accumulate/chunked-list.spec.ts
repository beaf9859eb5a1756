import { describe, expect, it } from '@jest/globals';
import { ChunkedList } from '../../lib/accumulate/chunked-list.ts';

const numbers = (length: number) => Array.from({ length }, (_, place) => place);

describe('ChunkedList', () => {
  it.each([0, 1, 255, 256, 257, 512, 513])('has the %d entries of its argument', (length) => {
    const entries = numbers(length);
    const list = ChunkedList.from(entries);
    expect(list.length).toBe(length);
    expect(list.toArray()).toEqual(entries);
    expect(entries.map((place) => list.get(place))).toEqual(entries);
    expect([list.get(length), list.get(length + 256), list.get(-1)]).toEqual([undefined, undefined, undefined]);
    expect(list.isShort).toBe(length <= 256);
  });

  it('grows by one entry at a time, and does not change earlier lists', () => {
    const lists = [ChunkedList.from<number>([])];
    for (const n of numbers(600)) lists.push(lists.at(-1)!.push(n));
    for (const length of [0, 1, 256, 257, 600]) {
      expect(lists[length]!.length).toBe(length);
      expect(lists[length]!.toArray()).toEqual(numbers(length));
    }
  });

  it.each([0, 255, 256, 299])('replaces entry %d in a new list', (place) => {
    const before = ChunkedList.from(numbers(300));
    const after = before.set(place, -7);
    expect(after.toArray()).toEqual(numbers(300).map((n) => (n === place ? -7 : n)));
    expect([before.get(place), after.get(place), after.length]).toEqual([place, -7, 300]);
  });

  it('makes its array once', () => {
    const list = ChunkedList.from(numbers(300));
    expect(list.toArray()).toBe(list.toArray());
  });

  it('copies the entries of its argument', () => {
    const entries = [1];
    const list = ChunkedList.from(entries);
    entries.push(2);
    expect(list.toArray()).toEqual([1]);
  });
});
