import { describe, expect, it } from '@jest/globals';
import {
  APIConnectionError,
  defaultRetryPolicy,
  InvalidParamsError,
  OverloadedError,
  RateLimitError,
} from '../../lib/index.ts';
import { parseRateLimits } from '../../lib/transport/parse-rate-limits.ts';
import { parseRetryAfter } from '../../lib/transport/parse-retry-after.ts';

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
