import { describe, expect, it } from '@jest/globals';
import { checkPrices, costOf, type TokenPrices } from '../../lib/operators/cost-of.ts';
import type { BetaUsage } from '../../lib/types/usage.ts';

const usage: BetaUsage = { input_tokens: 100, output_tokens: 10 };
const cached = { ...usage, cache_read_input_tokens: 1_000, cache_creation_input_tokens: 10_000 };
const cost = (given: object, price: TokenPrices) => costOf(given, 'm', { m: price });

describe('costOf', () => {
  it.each<[object, TokenPrices, number]>([
    [usage, { input: 3, output: 15 }, 450],
    [cached, { input: 3, output: 15 }, 33_450],
    [cached, { input: 3, output: 15, cacheRead: 1 }, 31_450],
    [cached, { input: 3, output: 15, cacheWrite: 4 }, 43_450],
    [cached, { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }, 0],
    [{ ...usage, cache_read_input_tokens: null }, { input: 3, output: 15 }, 450],
  ])('of %j at %j is %d millionths', (given, price, millionths) => {
    expect(cost(given, price)).toBeCloseTo(millionths / 1_000_000, 12);
  });

  it.each([{}, { input_tokens: 1 }, { output_tokens: 1 }])('of the usage %j is undefined', (given) =>
    expect(cost(given, { input: 1, output: 1 })).toBeUndefined(),
  );

  it.each(['other', 'constructor'])('of the model %s without a price is undefined', (model) => {
    expect(costOf(usage, model, { m: { input: 1, output: 1 } })).toBeUndefined();
  });
});

describe('checkPrices', () => {
  const refusal = (prices: unknown) => {
    try {
      checkPrices(prices as Record<string, TokenPrices>);
    } catch (error) {
      return (error as Error).message;
    }
    return undefined;
  };

  it('accepts prices of 0 and more', () => {
    expect(refusal({})).toBeUndefined();
    expect(refusal({ m: { input: 0, output: 1.5, cacheRead: 0, cacheWrite: 2 } })).toBeUndefined();
  });

  it.each([
    [[], 'streamMetrics: prices: is an array'],
    [7, 'streamMetrics: prices: is 7'],
    [{ m: { input: 1 } }, "streamMetrics, prices['m']: output: is missing"],
    [{ m: { output: 1 } }, "streamMetrics, prices['m']: input: is missing"],
    [{ m: { input: -1, output: 1 } }, "prices['m']: input: is -1; pass a price per million tokens, 0 or more"],
    [{ m: { input: 1, output: Infinity } }, "prices['m']: output: is Infinity"],
    [{ m: { input: 1, output: 1, cacheRead: NaN } }, "prices['m']: cacheRead: is NaN"],
    [{ m: { input: 1, output: 1, cacheWrite: '2' } }, "prices['m']: cacheWrite: is a string"],
  ])('refuses %j', (prices, message) => {
    expect(refusal(prices)).toContain(message);
  });
});
