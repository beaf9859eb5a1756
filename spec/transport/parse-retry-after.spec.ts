import { describe, expect, it } from '@jest/globals';
import { parseRetryAfter } from '../../lib/transport/parse-retry-after.ts';

describe('parseRetryAfter', () => {
  const now = Date.parse('2026-11-20T12:00:00Z');

  it.each<[Record<string, string>, number | undefined]>([
    [{}, undefined],
    [{ 'retry-after-ms': '1500' }, 1500],
    [{ 'retry-after-ms': '0.5', 'retry-after': '9' }, 0.5],
    [{ 'retry-after-ms': '0', 'retry-after': '9' }, 9_000],
    [{ 'retry-after-ms': 'soon', 'retry-after': '9' }, 9_000],
    [{ 'retry-after': '0.1' }, 100],
    [{ 'retry-after': '0.001' }, 1],
    [{ 'retry-after': '2026-11-20T12:00:00.001Z' }, 1],
    [{ 'retry-after': '3600' }, 3_600_000],
    [{ 'retry-after': '0' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': '99999999' }, 2_147_483_647],
    [{ 'retry-after-ms': '2147483647' }, 2_147_483_647],
    [{ 'retry-after-ms': '2147483648' }, 2_147_483_647],
    [{ 'retry-after': '30, 30' }, 30_000],
    [{ 'retry-after': '30s' }, 30_000],
    [{ 'retry-after': '30 seconds' }, 30_000],
    [{ 'retry-after': '30 weeks' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': 'Fri, 20 Nov 2026 12:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Fri, 20 Nov 2026 12:00:30 +0000' }, 30_000],
    [{ 'retry-after': '2026-11-20T12:00:30Z' }, 30_000],
    [{ 'retry-after': 'Fri, 20 Nov 2026 11:59:59 GMT' }, undefined],
    [{ 'retry-after': 'Fri, 20 Nov 2026 12:00:00 GMT' }, undefined],
    [{ 'retry-after': 'Fri, 20 Nov 2076 12:00:00 GMT' }, 2_147_483_647],
  ])('reads %j as %p ms', (headers, wait) => {
    expect(parseRetryAfter(new Headers(headers), now)).toBe(wait);
  });
});
