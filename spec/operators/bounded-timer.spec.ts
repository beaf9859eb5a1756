import { describe, it } from '@jest/globals';
import { boundedTimer } from '../../lib/operators/bounded-timer.ts';
import { marbles } from '../support/marbles.ts';

describe('boundedTimer', () => {
  it.each([
    [3, 3],
    [2 ** 31 - 1, 2 ** 31 - 1],
    [2 ** 31, 2 ** 31 - 1],
    [Infinity, 2 ** 31 - 1],
  ])('of %d ms emits once after %d ms', (ms, waited) => {
    marbles(({ expectObservable }) => expectObservable(boundedTimer(ms)).toBe(`${waited}ms (a|)`, { a: 0 }));
  });
});
