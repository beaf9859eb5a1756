import { describe, expect, it } from '@jest/globals';
import { blocksOf, isText } from '../../lib/testing/fields.ts';

describe('isText', () => {
  it.each([
    [true, 'a'],
    [false, ''],
    [false, ' \n'],
    [false, 5],
  ])('is %p for %j', (expected, value) => {
    expect(isText(value)).toBe(expected);
  });
});

describe('blocksOf', () => {
  it('returns the blocks of a turn, with an empty block for each other value', () => {
    expect(blocksOf({ content: [{ type: 'text' }, 'x', null] })).toEqual([{ type: 'text' }, {}, {}]);
    expect([blocksOf({ content: 'text' }), blocksOf({})]).toEqual([[], []]);
  });
});
