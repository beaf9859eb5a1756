import { describe, it } from '@jest/globals';
import { textSnapshots } from '../../lib/index.ts';
import { blockStop, json, text, textStart, toolStart } from '../support/block-events.ts';
import { messageStart, reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

describe('textSnapshots', () => {
  it('emits the text so far whenever it grows', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(' -S-B-a-b-E-D-X-|', reply);
      const expected = '    -----x-y-------|';
      const subscribed = '  ^--------------!';
      expectObservable(source.pipe(textSnapshots())).toBe(expected, { x: 'a', y: 'ab' });
      expectSubscriptions(source.subscriptions).toBe(subscribed);
    });
  });

  it('joins all text blocks in their order, and nothing else', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('-S-B-t-c-j-d-a-|', {
        ...reply,
        t: toolStart(1, 'f'),
        c: textStart(2),
        j: json(1, '{}'),
        d: text(2, 'd'),
      });
      expectObservable(source.pipe(textSnapshots())).toBe('-----------x-y-|', { x: 'd', y: 'ad' });
    });
  });

  it('starts over with the next message', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('-S-B-a-X-M-B-b-|', { ...reply, M: messageStart({ id: 'msg_2' }), E: blockStop(0) });
      expectObservable(source.pipe(textSnapshots())).toBe('-----a-------b-|');
    });
  });

  it('emits nothing for text before message_start', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('-a-S-B-b-|', reply).pipe(textSnapshots())).toBe('-------b-|');
    });
  });
});
