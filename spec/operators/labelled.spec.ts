import { describe, it } from '@jest/globals';
import { merge } from 'rxjs';
import { labelled } from '../../lib/operators/labelled.ts';
import { marbles } from '../support/marbles.ts';

describe('labelled', () => {
  it('says of each value whose it is', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const one = cold('      -a--b-|');
      const two = cold('      --c--#');
      const expected = '      -ac-b#';
      const values = {
        a: { label: 'one', value: 'a' },
        b: { label: 'one', value: 'b' },
        c: { label: 2, value: 'c' },
      };
      expectObservable(merge(one.pipe(labelled('one')), two.pipe(labelled(2)))).toBe(expected, values);
      expectSubscriptions(one.subscriptions).toBe('^----!');
    });
  });
});
