import { describe, expect, it, jest } from '@jest/globals';
import { longestDelay } from '../../lib/errors/longest-delay.ts';
import { longTimer } from '../../lib/transport/long-timer.ts';
import { marbles } from '../support/marbles.ts';

describe('longTimer', () => {
  it('emits once, and completes', () => {
    marbles(({ expectObservable }) => {
      expectObservable(longTimer(3)).toBe('---(a|)', { a: 0 });
      expectObservable(longTimer(0)).toBe('(a|)', { a: 0 });
    });
  });

  it.each([longestDelay, longestDelay + 1, 2 * longestDelay + 5])('waits %d ms', (ms) => {
    marbles(({ expectObservable }) => {
      expectObservable(longTimer(ms)).toBe(`${ms}ms (a|)`, { a: 0 });
    });
  });

  it.each([longestDelay, longestDelay + 1])('waits %d ms with timers of the runtime', (ms) => {
    jest.useFakeTimers();
    let emitted = 0;
    longTimer(ms).subscribe(() => (emitted += 1));
    jest.advanceTimersByTime(ms - 1);
    expect(emitted).toBe(0);
    jest.advanceTimersByTime(1);
    expect({ emitted, timers: jest.getTimerCount() }).toEqual({ emitted: 1, timers: 0 });
    jest.useRealTimers();
  });
});
