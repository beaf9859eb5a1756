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

  it('reads the headers of a custom fetch, which may be a Map', () => {
    const headers = new Map([['anthropic-ratelimit-tokens-limit', '7']]) as unknown as Headers;
    expect(parseRateLimits(headers)).toEqual({ ...none, tokens: { limit: 7, remaining: null, reset: null } });
  });

  const none = {
    requests: null,
    tokens: null,
    inputTokens: null,
    outputTokens: null,
    priorityInputTokens: null,
    priorityOutputTokens: null,
  };
  const empty = { limit: null, remaining: null, reset: null };

  it.each<[string, string, object]>([
    ['anthropic-ratelimit-requests-limit', '1', { requests: { ...empty, limit: 1 } }],
    ['anthropic-ratelimit-requests-remaining', '0', { requests: { ...empty, remaining: 0 } }],
    ['anthropic-ratelimit-requests-reset', '1970-01-01', { requests: { ...empty, reset: new Date(0) } }],
    ['anthropic-ratelimit-tokens-limit', '2', { tokens: { ...empty, limit: 2 } }],
    ['anthropic-ratelimit-input-tokens-limit', '3', { inputTokens: { ...empty, limit: 3 } }],
    ['anthropic-ratelimit-output-tokens-limit', '4', { outputTokens: { ...empty, limit: 4 } }],
    ['anthropic-priority-input-tokens-limit', '5', { priorityInputTokens: { ...empty, limit: 5 } }],
    ['anthropic-priority-output-tokens-limit', '6', { priorityOutputTokens: { ...empty, limit: 6 } }],
    ['anthropic-ratelimit-requests-limit', '', {}],
    ['anthropic-ratelimit-requests-limit', 'Infinity', {}],
    ['anthropic-ratelimit-requests-reset', '', {}],
  ])('of the header %s: %s', (name, value, expected) => {
    expect(parseRateLimits(new Headers({ [name]: value }))).toEqual({ ...none, ...expected });
  });

  it('reads white space, which the Headers of a custom fetch may return, as missing', () => {
    expect(parseRateLimits({ get: () => ' ' } as unknown as Headers)).toEqual(none);
  });
});
