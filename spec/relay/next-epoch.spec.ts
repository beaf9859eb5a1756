import { describe, expect, it } from '@jest/globals';
import { VirtualTimeScheduler } from 'rxjs';
import { nextEpoch } from '../../lib/relay/next-epoch.ts';

describe('nextEpoch', () => {
  const scheduler = new VirtualTimeScheduler();

  it('is the time, or the next number if a clock was ahead', () => {
    scheduler.frame = 5_000;
    expect([0, 4_999, 5_000, 6_000].map((last) => nextEpoch(scheduler, last))).toEqual([5_000, 5_000, 5_001, 6_001]);
  });

  it('is a whole number, although a clock may count parts of a millisecond', () => {
    scheduler.frame = 5_000.75;
    expect(nextEpoch(scheduler, 0)).toBe(5_000);
  });
});
