import { describe, it } from '@jest/globals';
import { thinkingDeltas } from '../../lib/index.ts';
import { blockStart, delta } from '../support/block-events.ts';
import { messageStart, reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

const thinking = (thinking: string) => delta(0, { type: 'thinking_delta', thinking });

describe('thinkingDeltas', () => {
  it('emits each piece of thinking when it arrives, and no text', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(' -S-h-i-e-a-|', { ...reply, h: thinking('so'), i: thinking('?'), e: thinking('') });
      expectObservable(source.pipe(thinkingDeltas())).toBe('---h-i-----|', { h: 'so', i: '?' });
      expectSubscriptions(source.subscriptions).toBe('     ^----------!');
    });
  });

  it('emits the thinking that a block or the message starts with', () => {
    const block = { type: 'thinking', thinking: 'hm', signature: '' } as const;
    marbles(({ cold, expectObservable }) => {
      const source = cold('-m-s-|', { m: messageStart({ content: [block] }), s: blockStart(1, block) });
      expectObservable(source.pipe(thinkingDeltas())).toBe('-m-s-|', { m: 'hm', s: 'hm' });
    });
  });
});
