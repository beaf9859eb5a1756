import { describe, expect, it } from '@jest/globals';
import { hasShortJSON } from '../../lib/errors/has-short-json.ts';

const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
const cyclic: unknown[] = [];
cyclic.push(cyclic, cyclic);

describe('hasShortJSON', () => {
  it.each<[string, unknown, boolean]>([
    ['text', 'x', true],
    ['null', null, true],
    ['an object', { a: [1, { b: undefined }] }, true],
    ['100 levels', nested(100), true],
    ['101 levels', nested(101), false],
    ['100,000 levels', nested(100_000), false],
    ['a cycle', cyclic, false],
    ['the longest text', 'x'.repeat(256 * 1024 - 2), true],
    ['a longer text', 'x'.repeat(256 * 1024 - 1), false],
    ['a BigInt', { a: 1n }, false],
    ['undefined', undefined, false],
    [
      'a getter that throws',
      {
        get a() {
          throw new Error('mine');
        },
      },
      false,
    ],
  ])('of %s', (_, value, expected) => {
    expect(hasShortJSON(value)).toBe(expected);
  });
});
