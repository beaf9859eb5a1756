import { describe, expect, it } from '@jest/globals';
import { VirtualTimeScheduler } from 'rxjs';
import { nextEpoch } from '../../lib/relay/next-epoch.ts';

const scheduler = new VirtualTimeScheduler();
scheduler.frame = 5_000;

describe('nextEpoch', () => {
  it('counts for a log that keeps its entries', () => {
    const log = { canRewind: false };
    expect([0, 1, 7].map((last) => nextEpoch({ log, scheduler }, last))).toEqual([1, 2, 8]);
  });

  it('is the time for a log that may lose epochs, or the next number if a clock was ahead', () => {
    const log = { canRewind: true };
    expect([0, 4_999, 5_000, 6_000].map((last) => nextEpoch({ log, scheduler }, last))).toEqual([
      5_000, 5_000, 5_001, 6_001,
    ]);
  });
});
