import { describe, expect, it } from '@jest/globals';
import { GapHistogram } from '../../lib/operators/gap-histogram.ts';

const summary = (...gaps: number[]) => {
  const histogram = new GapHistogram();
  for (const gap of gaps) histogram.add(gap);
  return histogram.summary();
};

describe('GapHistogram', () => {
  it.each<[number[], object | undefined]>([
    [[], undefined],
    [[7], { p50: 7, p95: 7, max: 7 }],
    [[0], { p50: 0, p95: 0, max: 0 }],
    [[0, 0.5], { p50: 0.5, p95: 0.5, max: 0.5 }],
    [[0.9, 1], { p50: 0.9, p95: 1, max: 1 }],
    [[10, 20], { p50: 10, p95: 20, max: 20 }],
    [[30, 10, 20], { p50: 20, p95: 30, max: 30 }],
    [[1000, 1, 1, 1], { p50: 1, p95: 1000, max: 1000 }],
    [[...Array<number>(19).fill(5), 500], { p50: 5, p95: 5, max: 500 }],
    [[...Array<number>(18).fill(5), 500, 500], { p50: 5, p95: 500, max: 500 }],
  ])('of %j', (gaps, expected) => {
    expect(summary(...gaps)).toEqual(expected);
  });

  it('is right within 2 %', () => {
    const { p50, p95 } = summary(...Array.from({ length: 1_000 }, (_, n) => n + 1))!;
    expect([p50, p95].map((value, at) => value >= [500, 950][at]! && value <= [510, 969][at]!)).toEqual([true, true]);
  });
});
