import { describe, expect, it } from '@jest/globals';
import { range, take, toArray } from 'rxjs';
import { guardedOperator } from '../../lib/errors/guarded-operator.ts';
import { marbles } from '../support/marbles.ts';

/** Numbers the values, and refuses the value `x`. */
const numbered = guardedOperator<string, string>((subscriber) => {
  let count = 0;
  return {
    next: (value) => {
      if (value === 'x') throw new RangeError('x is refused');
      subscriber.next(`${value}${++count}`);
    },
  };
});
const values = { y: 'a1', z: 'b2' };

describe('guardedOperator', () => {
  it.each([
    ['passes errors', '-a-b-#', '-y-z-#'],
    ['passes completion', '-a-b-|', '-y-z-|'],
  ])('calls the handlers, and %s', (_, source, expected) => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold(source).pipe(numbered)).toBe(expected, values);
    });
  });

  it('has a state of its own for each subscription', () => {
    marbles(({ cold, expectObservable }) => {
      const numbered$ = cold('-a-b-|').pipe(numbered);
      expectObservable(numbered$).toBe('-y-z-|', values);
      expectObservable(numbered$, '---^').toBe('----y-z-|', values);
    });
  });

  it('converts an exception of a handler to an error, and unsubscribes from the source', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-a-x-b-|');
      const error = expect.objectContaining({ message: 'The stream could not be processed: x is refused' }) as unknown;
      expectObservable(source.pipe(numbered)).toBe('-y-#', values, error);
      expectSubscriptions(source.subscriptions).toBe('^--!');
    });
  });

  it('converts an exception at the subscription to an error', () => {
    marbles(({ cold, expectObservable }) => {
      const failing = guardedOperator<string, string>(() => {
        throw new RangeError('no handlers');
      });
      expectObservable(cold('-a|').pipe(failing)).toBe('#', {}, new RangeError('no handlers'));
    });
  });

  it('unsubscribes from a synchronous source', () => {
    let received = 0;
    const counted = guardedOperator<number, number>((subscriber) => ({
      next: (value) => {
        received++;
        subscriber.next(value);
      },
    }));
    let taken: number[] = [];
    range(0, 100)
      .pipe(counted, take(2), toArray())
      .subscribe((all) => (taken = all));
    expect([taken, received]).toEqual([[0, 1], 2]);
  });
});
