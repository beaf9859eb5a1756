import { describe, expect, it } from '@jest/globals';
import { merge, of } from 'rxjs';
import { InvalidOptionsError } from '../../lib/errors/invalid-options-error.ts';
import { limitConcurrency } from '../../lib/operators/limit-concurrency.ts';
import { cutAtEveryFrame } from '../support/cut-at-every-frame.ts';
import { marbles } from '../support/marbles.ts';

describe('limitConcurrency', () => {
  it('subscribes to no more than its limit at a time, in order', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const limited = limitConcurrency(2);
      const [a, b, c, d] = [cold('-a-a|'), cold('--b|'), cold('--c|'), cold('d|')] as const;
      const all = merge(...[a, b, c, d].map((source) => source.pipe(limited())));
      expectObservable(all).toBe('                -abadc|');
      expectSubscriptions(a.subscriptions).toBe(' ^---!');
      expectSubscriptions(b.subscriptions).toBe(' ^--!');
      expectSubscriptions(c.subscriptions).toBe(' ---^--!');
      expectSubscriptions(d.subscriptions).toBe(' ----^!');
    });
  });

  it('lets the highest priority go first', () => {
    marbles(({ cold, expectObservable }) => {
      const limited = limitConcurrency(1);
      const source = (letter: string) => cold(`${letter}-|`);
      const waiting = [source('b').pipe(limited()), source('c').pipe(limited(-1)), source('d').pipe(limited(5))];
      const more = [source('e').pipe(limited()), source('f').pipe(limited(5))];
      const all = merge(source('a').pipe(limited()), ...waiting, ...more);
      expectObservable(all).toBe('a-d-f-b-e-c-|');
    });
  });

  it('frees the place of one that fails or is left, and forgets one that leaves the queue', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const limited = limitConcurrency(1);
      const [a, b, c, d] = [cold('-#'), cold('b----'), cold('c'), cold('-d|')] as const;
      expectObservable(a.pipe(limited())).toBe('       -#');
      expectObservable(b.pipe(limited()), '^---!').toBe('-b');
      expectObservable(c.pipe(limited()), '^-!').toBe('');
      expectObservable(d.pipe(limited())).toBe('       -----d|');
      expectSubscriptions(b.subscriptions).toBe('      -^--!');
      expectSubscriptions(c.subscriptions).toBe([]);
      expectSubscriptions(d.subscriptions).toBe('      ----^-!');
    });
  });

  it('runs streams that complete at once one after the other', () => {
    const limited = limitConcurrency(1);
    const seen: number[] = [];
    merge(...Array.from({ length: 5_000 }, (_, i) => of(i).pipe(limited()))).subscribe((i) => seen.push(i));
    expect(seen).toEqual(Array.from({ length: 5_000 }, (_, i) => i));
  });

  it('leaves everything, in any frame', () =>
    cutAtEveryFrame(9, (cold) => {
      const limited = limitConcurrency(1);
      return merge(...['-a-|', '-b-|', '-c-|'].map((diagram) => cold(diagram).pipe(limited())));
    }));

  it.each([0, -1, NaN])('refuses a limit of %d', (limit) => {
    expect(() => limitConcurrency(limit)).toThrow(
      new InvalidOptionsError('limitConcurrency', [
        { path: 'limit', message: `is ${limit}; give a whole number of 1 or more` },
      ]),
    );
  });
});
