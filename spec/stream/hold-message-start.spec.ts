import { describe, expect, it } from '@jest/globals';
import { holdMessageStart } from '../../lib/stream/hold-message-start.ts';
import { messageStart, reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

describe('holdMessageStart', () => {
  it('delays message_start until the event after it, and reports before the first emission', () => {
    let begun = 0;
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(' -S----B-----a-X-|', reply);
      const expected = '    ------(SB)--a-X-|';
      const subscribed = '  ^---------------!';
      expectObservable(source.pipe(holdMessageStart(() => begun++))).toBe(expected, reply);
      expectSubscriptions(source.subscriptions).toBe(subscribed);
    });
    expect(begun).toBe(3);
  });

  it('drops a message_start that another one follows', () => {
    marbles(({ cold, expectObservable }) => {
      const values = { ...reply, T: messageStart({ id: 'msg_2' }) };
      expectObservable(cold('-S-T-B----|', values).pipe(holdMessageStart(() => undefined))).toBe('-----(TB)-|', values);
    });
  });

  it('emits the delayed event when the source ends', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('-S-#', reply).pipe(holdMessageStart(() => undefined))).toBe('---(S#)', reply);
      expectObservable(cold('-S-|', reply).pipe(holdMessageStart(() => undefined))).toBe('---(S|)', reply);
    });
  });
});
