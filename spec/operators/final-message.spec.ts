import { describe, expect, it } from '@jest/globals';
import { finalMessage, IncompleteStreamError, type Message } from '../../lib/index.ts';
import { emptyMessage, messageStart, reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

const done: Message = {
  ...emptyMessage,
  content: [{ type: 'text', text: 'ab' }],
  stop_reason: 'end_turn',
  usage: { input_tokens: 5, output_tokens: 9 },
};

describe('finalMessage', () => {
  it('emits the complete message when the source completes', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(' -S-B-a-b-E-D-X-|', reply);
      const expected = '    ---------------(m|)';
      const subscribed = '  ^--------------!';
      expectObservable(source.pipe(finalMessage())).toBe(expected, { m: done });
      expectSubscriptions(source.subscriptions).toBe(subscribed);
    });
  });

  it('emits the last message of several', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('SXMX|', { ...reply, M: messageStart({ id: 'msg_2' }) });
      expectObservable(source.pipe(finalMessage())).toBe('----(m|)', { m: { ...emptyMessage, id: 'msg_2' } });
    });
  });

  it('errors with IncompleteStreamError and the partial message without message_stop', () => {
    const errors: unknown[] = [];
    marbles(({ cold }) => {
      cold('SBa|', reply)
        .pipe(finalMessage())
        .subscribe({ error: (error: unknown) => errors.push(error) });
    });
    expect(errors).toEqual([new IncompleteStreamError()]);
    expect(errors).toMatchObject([{ partialMessage: { content: [{ type: 'text', text: 'a' }] } }]);
  });

  it('says that message_start is missing', () => {
    const errors: unknown[] = [];
    marbles(({ cold }) => {
      cold('BaEDX|', reply)
        .pipe(finalMessage())
        .subscribe({ error: (error: unknown) => errors.push(error) });
    });
    const message = 'The stream ended without message_start: it contains no reply. Send the request again.';
    expect(errors).toEqual([new IncompleteStreamError(message)]);
  });
});
