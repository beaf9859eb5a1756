import { describe, expect, it } from '@jest/globals';
import {
  beginning,
  compareCursors,
  type Cursor,
  cursorAt,
  ending,
  epochOf,
  isCursor,
  seqOf,
} from '../../lib/relay/cursor.ts';

describe('a cursor', () => {
  it('has an epoch and a number', () => {
    expect([cursorAt(3, 57), epochOf('3-57'), seqOf('3-57')]).toEqual(['3-57', 3, 57]);
  });

  it('is ordered by epoch, then by number, between the beginning and the end', () => {
    const last: Cursor = '18446744073709551615-18446744073709551614'; // equal to the end as numbers of JavaScript
    const ordered: Cursor[] = [beginning, '1-1', '1-2', '1-10', '2-3', '10-1', last, ending];
    const signs = ordered.map((a) => ordered.map((b) => Math.sign(compareCursors(a, b))));
    expect(signs).toEqual(ordered.map((_, i) => ordered.map((_, j) => Math.sign(i - j))));
  });

  it.each([
    [true, '1-57'],
    [true, `${'9'.repeat(15)}-${'9'.repeat(15)}`],
    [false, ending],
    [false, `1-${'9'.repeat(16)}`],
    [false, '1-'],
    [false, '-1'],
    [false, ' 1-1'],
    [false, '1-1\n'],
    [false, 'end'],
    [false, ''],
  ])('%p: is the text %j', (expected, text) => {
    expect(isCursor(text)).toBe(expected);
  });
});
