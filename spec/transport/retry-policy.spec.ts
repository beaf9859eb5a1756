import { describe, expect, it } from '@jest/globals';
import {
  APIConnectionError,
  defaultRetryPolicy,
  InvalidParamsError,
  OverloadedError,
  RateLimitError,
} from '../../lib/index.ts';

describe('defaultRetryPolicy', () => {
  const error = new OverloadedError('busy', { status: 529 });

  it.each([
    [0, 500],
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [4, 8_000],
    [9, 8_000],
  ])('waits twice as long each time, up to 8 s: retry %d after %d ms', (retryCount, wait) => {
    expect(defaultRetryPolicy({ error, retryCount }, () => 0)).toBe(wait);
    expect(defaultRetryPolicy({ error, retryCount }, () => 1)).toBe(wait * 0.75);
  });

  it('waits as long as the server asks', () => {
    const limited = new RateLimitError('wait', { status: 429, retryAfter: 61_000 });
    expect(defaultRetryPolicy({ error: limited, retryCount: 0 }, () => 0.5)).toBe(61_000);
  });

  it('retries connections and gives up on what cannot get better', () => {
    expect(defaultRetryPolicy({ error: new APIConnectionError('gone'), retryCount: 0 }, () => 0)).toBe(500);
    expect(defaultRetryPolicy({ error: new InvalidParamsError([]), retryCount: 0 })).toBeNull();
    expect(defaultRetryPolicy({ error: new Error('not ours'), retryCount: 0 })).toBeNull();
  });
});
