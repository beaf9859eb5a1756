import { describe, it } from '@jest/globals';
import { textDeltas } from '../../lib/index.ts';
import { blockStart, delta, json, text, textStart, toolStart } from '../support/block-events.ts';
import { messageStart, reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

describe('textDeltas', () => {
  it('emits each piece of text when it arrives', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(' -S-B-a-b-E-D-X-|', reply);
      const expected = '    -----a-b-------|';
      const subscribed = '  ^--------------!';
      expectObservable(source.pipe(textDeltas())).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(subscribed);
    });
  });

  it('emits nothing for thinking, tool input and empty pieces', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('-h-t-j-e-|', {
        h: delta(0, { type: 'thinking_delta', thinking: 'hm' }),
        t: toolStart(1, 'get_weather'),
        j: json(1, '{"a":1}'),
        e: text(2, ''),
      });
      expectObservable(source.pipe(textDeltas())).toBe('---------|');
    });
  });

  it('emits the text that a block or the message starts with', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('-m-s-e-r-|', {
        m: messageStart({
          content: [
            { type: 'text', text: 'x' },
            { type: 'text', text: 'y' },
          ],
        }),
        s: textStart(2, 'z'),
        e: textStart(3),
        r: blockStart(4, { type: 'redacted_thinking', data: '…' }),
      });
      expectObservable(source.pipe(textDeltas())).toBe('-m-s-----|', { m: 'xy', s: 'z' });
    });
  });
});
