import { describe, it } from '@jest/globals';
import { map } from 'rxjs';
import { usage } from '../../lib/index.ts';
import { messageDelta, reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

describe('usage', () => {
  it('emits the counters at the start and whenever they change', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(' -S-B-a-D-D-M-X-|', { ...reply, M: messageDelta('end_turn', 12) });
      const expected = '    -x-----y---z---|';
      const subscribed = '  ^--------------!';
      const tokens = (output_tokens: number) => ({ input_tokens: 5, output_tokens });
      expectObservable(source.pipe(usage())).toBe(expected, { x: tokens(1), y: tokens(9), z: tokens(12) });
      expectSubscriptions(source.subscriptions).toBe(subscribed);
    });
  });

  it('emits counters again that are nested too deeply to compare', () => {
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    const sent = { ...messageDelta(), usage: { output_tokens: 9, newer: deep } };
    marbles(({ cold, expectObservable }) => {
      const tokens = cold('-S-M-M-|', { ...reply, M: sent }).pipe(
        usage(),
        map(({ output_tokens }) => output_tokens),
      );
      expectObservable(tokens).toBe('-a-b-b-|', { a: 1, b: 9 });
    });
  });
});
