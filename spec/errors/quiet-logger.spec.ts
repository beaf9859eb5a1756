import { describe, expect, it } from '@jest/globals';
import { quietLogger } from '../../lib/errors/quiet-logger.ts';

describe('quietLogger', () => {
  it('passes the message on, with details only if there are any', () => {
    const lines: unknown[][] = [];
    const logger = quietLogger({ error: (...line) => void lines.push(line) });
    logger.error('broken', { id: 1 });
    logger.error('broken');
    expect(lines).toEqual([['broken', { id: 1 }], ['broken']]); // a console prints `undefined` too
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('disk full');
      },
    ],
    ['rejects', () => Promise.reject(new Error('disk full'))],
  ])('swallows the failure of a logger that %s', async (_, write) => {
    expect(() => quietLogger({ error: write }).error('broken')).not.toThrow();
    // jest fails a test on an unhandled rejection
    await new Promise(setImmediate);
  });
});
