import { describe, expect, it } from '@jest/globals';
import { APIConnectionError, OverloadedError, RateLimitError } from '../../lib/index.ts';
import { exponentialDelay } from '../../lib/transport/exponential-delay.ts';

describe('exponentialDelay', () => {
  const error = new OverloadedError('busy', { status: 529 });

  it.each([
    [1, 500],
    [2, 1_000],
    [3, 2_000],
    [4, 4_000],
    [5, 8_000],
    [10, 8_000],
  ])('doubles with each retry, up to 8 s: retry %d after %d ms', (retryCount, wait) => {
    expect(exponentialDelay(error, retryCount, () => 0)).toBe(wait);
    expect(exponentialDelay(error, retryCount, () => 1)).toBe(wait * 0.75);
  });

  it('is the delay that the server asks for', () => {
    const limited = new RateLimitError('wait', { status: 429, retryAfter: 61_000 });
    expect(exponentialDelay(limited, 1, () => 0.5)).toBe(61_000);
  });

  it('accepts errors without a response', () => {
    expect(exponentialDelay(new APIConnectionError('gone'), 1, () => 0)).toBe(500);
  });
});
