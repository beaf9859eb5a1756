import { afterEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { WaitingSegments } from '../../lib/operators/waiting-segments.ts';

const frame = 16;

afterEach(() => void jest.restoreAllMocks());

describe('WaitingSegments', () => {
  it('counts and paces like a plain list, of which segments of one frame are due together', () => {
    const step = fc.oneof(
      fc.record({ add: fc.array(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 8 }), later: fc.nat(40) }),
      fc.record({ take: fc.nat(6) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.nat(200), (steps, lag) => {
        const waiting = new WaitingSegments(frame);
        let list: { segment: string; due: number }[] = [];
        let now = 0;
        for (const step of steps) {
          if ('add' in step) {
            now += step.later;
            const last = list.at(-1)?.due ?? -Infinity;
            const due = now + lag <= last + frame ? last : now + lag;
            list.push(...step.add.map((segment) => ({ segment, due })));
            waiting.add(step.add, now + lag);
          } else {
            const taken = Array.from({ length: step.take }, () => waiting.take());
            expect(taken.filter((segment) => segment !== undefined)).toEqual(
              list.slice(0, step.take).map(({ segment }) => segment),
            );
            list = list.slice(step.take);
          }
          const rates = list.map(({ due }, i) => (i + 1) / Math.max(1, (due - now) / frame));
          expect(waiting.perFrame(now)).toBeCloseTo(Math.max(0, ...rates));
          expect(waiting.overdue(now)).toBe(list.filter(({ due }) => due < now + frame).length);
          const lengths = list.map(({ segment }) => segment.length);
          const held = lengths.reduce((sum, length) => sum + length, 0);
          expect([waiting.length, waiting.held]).toEqual([list.length, held]);
          const count = waiting.countOf(held - 2);
          expect(lengths.slice(count).reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(Math.min(held, 2));
          expect(waiting.countOf(held + 1)).toBe(list.length);
        }
        waiting.clear();
        expect([waiting.length, waiting.held, waiting.take(), waiting.perFrame(now)]).toEqual([0, 0, undefined, 0]);
      }),
      { numRuns: 500 },
    );
  });

  it('moves each segment a bounded number of times', () => {
    let moved = 0;
    const slice = jest.spyOn(Array.prototype, 'slice');
    const shift = jest.spyOn(Array.prototype, 'shift');
    const waiting = new WaitingSegments(frame);
    waiting.add(Array<string>(100_000).fill('a'), 0);
    while (waiting.take() !== undefined);
    for (const { value } of slice.mock.results) moved += (value as unknown[]).length;
    expect(shift).not.toHaveBeenCalled();
    expect(moved).toBeLessThan(200_000);
  });

  it('reads as many runs as there are frames, however many segments wait', () => {
    const waiting = new WaitingSegments(frame);
    for (let now = 0; now < 10_000; now++) waiting.add(['a'], now);
    const max = jest.spyOn(Math, 'max');
    waiting.perFrame(0);
    expect(max.mock.calls.length).toBeLessThan((2 * 10_000) / frame);
  });
});
