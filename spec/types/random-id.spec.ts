import { describe, expect, it } from '@jest/globals';
import { randomId } from '../../lib/types/random-id.ts';

describe('randomId', () => {
  it('returns 128 bits in hex, never the same', () => {
    const ids = Array.from({ length: 1_000 }, randomId);
    expect(ids.filter((id) => !/^[0-9a-f]{32}$/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(1_000);
  });
});
