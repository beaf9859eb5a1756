import { describe, expect, it } from '@jest/globals';
import { parseRateLimits } from '../../lib/transport/parse-rate-limits.ts';

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
