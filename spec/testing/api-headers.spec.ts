import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { apiHeaders } from '../../lib/testing/api-headers.ts';

describe('apiHeaders', () => {
  beforeEach(() => void jest.useFakeTimers({ now: Date.UTC(2026, 0, 2, 3, 4, 5, 678) }));
  afterEach(() => void jest.useRealTimers());
  const limit = (name: string, limit: number, remaining = limit) => ({
    [`anthropic-ratelimit-${name}-limit`]: String(limit),
    [`anthropic-ratelimit-${name}-remaining`]: String(remaining),
    [`anthropic-ratelimit-${name}-reset`]: '2026-01-02T03:04:06Z',
  });

  it('are the ids and the limits of a reply; the requests decrease', () => {
    expect(apiHeaders('req_1', 3)).toEqual({
      'request-id': 'req_1',
      'anthropic-organization-id': '00000000-0000-4000-8000-000000000000',
      ...limit('requests', 4000, 3997),
      ...limit('tokens', 480_000),
      ...limit('input-tokens', 400_000),
      ...limit('output-tokens', 80_000),
    });
  });

  it('start over after 4,000 requests', () => {
    expect(apiHeaders('req_1', 4_001)['anthropic-ratelimit-requests-remaining']).toBe('3999');
  });
});
