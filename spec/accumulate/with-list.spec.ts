import { describe, expect, it } from '@jest/globals';
import { ChunkedList } from '../../lib/accumulate/chunked-list.ts';
import { withList } from '../../lib/accumulate/with-list.ts';

const base = { list: [-1], other: 'x' };
const numbers = (length: number) => Array.from({ length }, (_, place) => place);
const isMadeOnRead = (value: object) => 'get' in Object.getOwnPropertyDescriptor(value, 'list')!;

describe('withList', () => {
  it.each([0, 1, 256, 257])('copies the base with a list of %d entries', (length) => {
    const copy = withList(base, 'list', ChunkedList.from(numbers(length)));
    expect(copy).toEqual({ list: numbers(length), other: 'x' });
    expect(base.list).toEqual([-1]);
    expect(Object.keys(copy)).toEqual(['list', 'other']);
    expect(copy.list).toBe(copy.list);
    expect(JSON.parse(JSON.stringify(copy))).toEqual(copy);
  });

  it('makes the array of a long list when it is read', () => {
    expect(isMadeOnRead(withList(base, 'list', ChunkedList.from(numbers(256))))).toBe(false);
    expect(isMadeOnRead(withList(base, 'list', ChunkedList.from(numbers(257))))).toBe(true);
  });

  it('can be changed by the owner of the copy', () => {
    const copy = withList(base, 'list', ChunkedList.from(numbers(300)));
    Object.defineProperty(copy, 'list', { value: [] });
    expect(copy.list).toEqual([]);
  });
});
