import { expect, describe, it } from '@jest/globals';
import { asyncScheduler, of, throwError, timer, VirtualTimeScheduler } from 'rxjs';
import { memoryLog } from '../../lib/relay/index.ts';
import { LogReturn } from '../../lib/relay/log-return.ts';
import { marbles } from '../support/marbles.ts';

describe('LogReturn', () => {
  const recencyOf = (reconnects: string, ...times: readonly number[]) => {
    const seen: boolean[] = [];
    marbles(({ cold, flush }) => {
      const logReturn = new LogReturn({ ...memoryLog(), reconnected$: cold(reconnects) }, asyncScheduler);
      for (const time of times) timer(time).subscribe(() => seen.push(logReturn.isRecent));
      timer(20_000).subscribe(() => logReturn.close());
      flush();
    });
    return seen;
  };

  it('is recent for 5 s after the log can be reached again', () => {
    expect(recencyOf('1s r', 0, 999, 1_001, 5_999, 6_000)).toEqual([false, false, true, true, false]);
  });

  it('starts again with each return', () => {
    expect(recencyOf('1s r 2s r', 6_001, 8_000, 8_001)).toEqual([true, true, false]);
  });

  it('is not recent after the clock was set back', () => {
    const scheduler = new VirtualTimeScheduler();
    scheduler.frame = 60_000;
    const logReturn = new LogReturn({ ...memoryLog(), reconnected$: of(undefined) }, scheduler);
    const isRecentAt = (frame: number) => {
      scheduler.frame = frame;
      return logReturn.isRecent;
    };
    expect([60_000, 1_000].map(isRecentAt)).toEqual([true, false]);
  });

  it('ignores a log that cannot report', () => {
    const log = { ...memoryLog(), reconnected$: throwError(() => new Error('x')) };
    expect(new LogReturn(log, asyncScheduler).isRecent).toBe(false);
  });
});
