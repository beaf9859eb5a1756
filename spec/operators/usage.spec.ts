import { describe, it } from '@jest/globals';
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
});
