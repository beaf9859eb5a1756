import { describe, expect, it, jest } from '@jest/globals';
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

  it.each([
    ['at the front', () => 0],
    ['in the middle', (n: number) => n >> 1],
    ['before the last entry', (n: number) => Math.max(0, n - 1)],
    ['at the end', (n: number) => n],
    ['anywhere', (n: number) => (n * 7) % (n + 1)],
  ])('inserts entries %s like an array, among changes and pushes', (_, placeAt) => {
    const model: number[] = [];
    let list = ChunkedList.from<number>([]);
    for (let n = 0; n < 2_000; n++) {
      const place = placeAt(n);
      const before = list;
      list = list.insert(place, n);
      model.splice(place, 0, n);
      expect(before.length).toBe(n);
      expect(list.get(place)).toBe(n);
    }
    list = list.set(700, -7).push(-8);
    model[700] = -7;
    model.push(-8);
    expect(list.toArray()).toEqual(model);
    expect(model.map((_entry, place) => list.get(place))).toEqual(model);
    expect([list.length, list.get(-1), list.get(2_001)]).toEqual([2_001, undefined, undefined]);
  });

  it('copies two chunks per insertion at most, however long it is', () => {
    let copied = 0;
    const count = (length: number) => (copied += length);
    const slice = Array.prototype.slice;
    const spy = jest.spyOn(Array.prototype, 'slice').mockImplementation(function (this: unknown[], ...range) {
      const part = slice.apply(this, range) as unknown[];
      count(part.length);
      return part;
    });
    let list = ChunkedList.from<number>([]);
    for (let n = 0; n < 20_000; n++) list = list.insert(0, n);
    spy.mockRestore();
    expect(list.length).toBe(20_000);
    expect(copied / 20_000).toBeLessThan(2 * 512);
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
