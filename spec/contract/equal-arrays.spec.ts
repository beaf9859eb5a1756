import { describe, expect, it } from '@jest/globals';

describe('toEqual', () => {
  it.each<[unknown, unknown]>([
    [[undefined], []],
    [[1, undefined], [1]],
    [{ seen: [undefined] }, { seen: [] }],
  ])('distinguishes %p from %p', (a, b) => {
    expect(a).not.toEqual(b);
    expect(b).not.toEqual(a);
  });

  it('compares other values like jest', () => {
    expect({ a: [1, { b: 2 }] }).toEqual({ a: [1, { b: 2, c: undefined }], d: undefined });
    expect([1, 2]).toEqual([expect.any(Number), 2]);
    expect([1, 2]).toEqual(expect.arrayContaining([2]));
  });
});
