import { describe, it } from '@jest/globals';
import { contentBlocks } from '../../lib/index.ts';
import { blockStop, messageStart, reply, textStart } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

describe('contentBlocks', () => {
  it('emits each block when it stops, with its index', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(' -S-B-a-b-E-F-G-D-X-|', { ...reply, F: textStart(1, 'F'), G: blockStop(1) });
      const expected = '    ---------x---y-----|';
      const subscribed = '  ^------------------!';
      const values = {
        x: { index: 0, block: { type: 'text', text: 'ab' } },
        y: { index: 1, block: { type: 'text', text: 'F' } },
      };
      expectObservable(source.pipe(contentBlocks())).toBe(expected, values);
      expectSubscriptions(source.subscriptions).toBe(subscribed);
    });
  });

  it('emits the blocks that are already in message_start, and none that is cut', () => {
    marbles(({ cold, expectObservable }) => {
      const [x, y] = [{ type: 'text', text: 'x' } as const, { type: 'text', text: 'y' } as const];
      const source = cold('-m---B-a-X-|', {
        ...reply,
        m: messageStart({ content: [x, y] }),
        B: textStart(2),
        a: reply.U,
      });
      const values = { x: { index: 0, block: x }, y: { index: 1, block: y } };
      expectObservable(source.pipe(contentBlocks())).toBe('-(xy)------|', values);
    });
  });
});
