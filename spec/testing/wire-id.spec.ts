import { describe, expect, it } from '@jest/globals';
import { wireId } from '../../lib/testing/wire-id.ts';

describe('wireId', () => {
  it('has the form of an id of the API', () => {
    expect(wireId('msg', 0, 0)).toMatch(/^msg_01[1-9A-HJ-NP-Za-km-z]{22}$/);
  });

  it('depends on its arguments only', () => {
    expect(wireId('msg', 3, 5)).toBe(wireId('msg', 3, 5));
    const ids = Array.from({ length: 2_500 }, (_, i) => wireId('msg', i % 50, Math.floor(i / 50)));
    expect(new Set(ids).size).toBe(2_500);
  });
});
