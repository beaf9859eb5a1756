import { describe, expect, it } from '@jest/globals';
import { isHighSurrogate } from '../../lib/accumulate/is-high-surrogate.ts';

describe('isHighSurrogate', () => {
  it.each([
    [0xd7ff, false],
    [0xd800, true],
    [0xdbff, true],
    [0xdc00, false],
    [0x61, false],
    [NaN, false],
  ])('of %d is %s', (code, expected) => {
    expect(isHighSurrogate(code)).toBe(expected);
  });
});
