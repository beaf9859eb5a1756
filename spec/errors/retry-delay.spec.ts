import { describe, expect, it } from '@jest/globals';
import { OverloadedError, RateLimitError } from '../../lib/index.ts';
import { readRetryDelay } from '../../lib/errors/retry-delay.ts';

const busy = new OverloadedError('busy', { status: 529 });
const limited = new RateLimitError('wait', { status: 429, retryAfter: 7 });

describe('the delay of a retry', () => {
  it.each([
    ['a number', 5, busy, 5],
    ['the time that the server asks for instead of a number', 5, limited, 7],
    ['the result of a function, whatever the server asks for', () => 5, limited, 5],
    ['the result of a function for an error and a retry', (e: unknown, n: number) => (e === busy ? n : 0), busy, 3],
  ])('is %s', (_, delay, error, expected) => {
    expect(readRetryDelay('f', delay, error, 3)).toBe(expected);
  });

  it('is refused when a function returns anything else, with the error as cause', () => {
    expect(() => readRetryDelay('f', () => NaN, busy, 1)).toThrow(
      expect.objectContaining({
        name: 'InvalidOptionsError',
        message: 'f: delay: returned NaN; return a number of milliseconds, 0 or more',
        cause: busy,
      }),
    );
  });
});
