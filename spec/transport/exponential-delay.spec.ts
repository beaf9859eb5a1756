import { describe, expect, it } from '@jest/globals';
import { APIConnectionError, OverloadedError, RateLimitError } from '../../lib/index.ts';
import { exponentialDelay } from '../../lib/transport/exponential-delay.ts';
import { parseRateLimits } from '../../lib/transport/parse-rate-limits.ts';
import { parseRetryAfter } from '../../lib/transport/parse-retry-after.ts';

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

  it('is what the server asks for', () => {
    const limited = new RateLimitError('wait', { status: 429, retryAfter: 61_000 });
    expect(exponentialDelay(limited, 1, () => 0.5)).toBe(61_000);
  });

  it('takes errors without a response', () => {
    expect(exponentialDelay(new APIConnectionError('gone'), 1, () => 0)).toBe(500);
  });
});

describe('parseRetryAfter', () => {
  const now = Date.parse('2026-11-20T12:00:00Z');

  it.each<[Record<string, string>, number | undefined]>([
    [{}, undefined],
    [{ 'retry-after-ms': '1500' }, 1500],
    [{ 'retry-after-ms': '0.5', 'retry-after': '9' }, 0.5],
    [{ 'retry-after-ms': '0', 'retry-after': '9' }, 9_000],
    [{ 'retry-after-ms': 'soon', 'retry-after': '9' }, 9_000],
    [{ 'retry-after': '0.1' }, 100],
    [{ 'retry-after': '3600' }, 3_600_000],
    [{ 'retry-after': '0' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': '99999999' }, 2_147_483_647],
    [{ 'retry-after-ms': '2147483647' }, 2_147_483_647],
    [{ 'retry-after-ms': '2147483648' }, 2_147_483_647],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': 'Fri, 20 Nov 2026 12:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Fri, 20 Nov 2026 11:59:59 GMT' }, undefined],
  ])('reads %j as %p ms', (headers, wait) => {
    expect(parseRetryAfter(new Headers(headers), now)).toBe(wait);
  });
});

describe('parseRateLimits', () => {
  it('reads each budget, dates as dates', () => {
    const reset = '2026-11-20T12:00:00Z';
    const budget = (name: string) => ({
      [`${name}-limit`]: '50',
      [`${name}-remaining`]: '49',
      [`${name}-reset`]: reset,
    });
    const headers = new Headers({
      ...budget('anthropic-ratelimit-requests'),
      ...budget('anthropic-priority-output-tokens'),
      'anthropic-ratelimit-tokens-limit': '1000',
      'anthropic-ratelimit-tokens-remaining': 'many',
      'anthropic-ratelimit-tokens-reset': 'later',
    });
    const full = { limit: 50, remaining: 49, reset: new Date(reset) };
    expect(parseRateLimits(headers)).toEqual({
      requests: full,
      tokens: { limit: 1000, remaining: null, reset: null },
      inputTokens: null,
      outputTokens: null,
      priorityInputTokens: null,
      priorityOutputTokens: full,
    });
  });
});
