import { describe, expect, it } from '@jest/globals';
import { quietly } from '../../lib/errors/quietly.ts';

describe('quietly', () => {
  it('runs the work immediately', () => {
    let ran = false;
    quietly(() => (ran = true));
    expect(ran).toBe(true);
  });

  it('swallows a throw of the work and a rejection of its promise', async () => {
    const rejections: unknown[] = [];
    const listener = (reason: unknown) => rejections.push(reason);
    process.on('unhandledRejection', listener);
    quietly(() => {
      throw new Error('thrown');
    });
    quietly(() => Promise.reject(new Error('rejected')));
    await new Promise(setImmediate);
    process.off('unhandledRejection', listener);
    expect(rejections).toEqual([]);
  });
});
