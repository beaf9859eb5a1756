import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../../lib/testing/seeded-random.ts';

const take = (seed: number, count: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, random);
};

describe('seededRandom', () => {
  it('returns the numbers of mulberry32', () => {
    expect(take(1, 3).map((value) => Math.round(value * 2 ** 32))).toEqual([2693262067, 11749833, 2265367787]);
  });

  it('returns the same numbers for the same seed, and others for another', () => {
    expect(take(7, 20)).toEqual(take(7, 20));
    expect(take(7, 20)).not.toEqual(take(8, 20));
  });

  it('returns numbers in [0, 1), spread evenly', () => {
    const values = take(42, 10_000);
    expect(values.filter((value) => value < 0 || value >= 1)).toEqual([]);
    const tenths = Array.from({ length: 10 }, (_, i) => values.filter((value) => Math.floor(value * 10) === i).length);
    expect(tenths.filter((count) => count < 850 || count > 1_150)).toEqual([]);
  });
});
