import { describe, it } from '@jest/globals';
import { contentBlocks } from '../../lib/index.ts';
import { blockStop, textStart } from '../support/block-events.ts';
import { messageStart, reply } from '../support/events.ts';
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

  it('emits the blocks that are already in message_start, and at the end those without a stop', () => {
    marbles(({ cold, expectObservable }) => {
      const [x, y] = [{ type: 'text', text: 'x' } as const, { type: 'text', text: 'y' } as const];
      const source = cold('-m---B-a-X-|', {
        ...reply,
        m: messageStart({ content: [x, y] }),
        B: textStart(2),
        a: reply.U,
      });
      const values = {
        x: { index: 0, block: x },
        y: { index: 1, block: y },
        z: { index: 2, block: { type: 'text', text: '' } },
      };
      expectObservable(source.pipe(contentBlocks())).toBe('-(xy)----z-|', values);
    });
  });

  it('emits each block once, however often it is stopped, and none that the stream cuts', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('-S-B-a-E-E-F-B-a-|', { ...reply, F: blockStop(7) });
      const block = { type: 'text', text: 'a' };
      expectObservable(source.pipe(contentBlocks())).toBe('-------x---------|', { x: { index: 0, block } });
    });
  });
});
