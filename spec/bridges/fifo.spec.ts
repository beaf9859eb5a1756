import { describe, expect, it } from '@jest/globals';
import { Fifo } from '../../lib/bridges/fifo.ts';

describe('Fifo', () => {
  it('returns the values in the order of their arrival, among values that arrive meanwhile', () => {
    const fifo = new Fifo<number>();
    const model: number[] = [];
    for (let n = 0; n < 1_000; n++) {
      for (let more = n % 4; more > 0; more--) {
        model.push(n);
        expect(fifo.push(n)).toBe(model.length);
      }
      if (model.length === 0) continue;
      expect(fifo.oldest).toBe(model[0]);
      expect(fifo.take()).toBe(model.shift());
      expect(fifo.length).toBe(model.length);
    }
  });

  it('holds values that are undefined', () => {
    const fifo = new Fifo<number | undefined>();
    fifo.push(undefined);
    expect([fifo.length, fifo.take(), fifo.length]).toEqual([1, undefined, 0]);
  });

  it('copies each value a bounded number of times', () => {
    const fifo = new Fifo<number>();
    for (let n = 0; n < 100_000; n++) {
      fifo.push(n);
    }
    const started = process.cpuUsage();
    while (fifo.length > 0) fifo.take();
    // Moving the rest of the array each time takes more than 10 s.
    expect(process.cpuUsage(started).user).toBeLessThan(2_000_000);
  });
});
