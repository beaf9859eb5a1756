import { describe, expect, it } from '@jest/globals';
import { from, toArray } from 'rxjs';
import { type Message, type MessageStreamEvent, snapshots } from '../../lib/index.ts';
import { messageEvents } from '../../lib/testing/index.ts';
import { deepFreeze } from '../support/deep-freeze.ts';
import { text } from '../support/block-events.ts';
import { emptyMessage, messageStart, reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

function all(events: MessageStreamEvent[]): Message[] {
  let result: Message[] = [];
  from(events)
    .pipe(snapshots(), toArray())
    .subscribe({ next: (messages) => (result = messages), error: (error: unknown) => expect(error).toBe(undefined) });
  return result;
}

describe('snapshots', () => {
  it('emits the message so far after each event', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const withText = (text: string): Message => ({ ...emptyMessage, content: [{ type: 'text', text }] });
      const done: Message = {
        ...withText('ab'),
        stop_reason: 'end_turn',
        usage: { input_tokens: 5, output_tokens: 9 },
      };
      const source = cold(' -S-B-a-b-E-D-X-|', reply);
      const expected = '    -s-t-a-b-b-d-d-|';
      const subscribed = '  ^--------------!';
      const values = { s: emptyMessage, t: withText(''), a: withText('a'), b: withText('ab'), d: done };
      expectObservable(source.pipe(snapshots())).toBe(expected, values);
      expectSubscriptions(source.subscriptions).toBe(subscribed);
    });
  });

  it('keeps the message when an event changes nothing, and blocks that did not change', () => {
    const events = messageEvents({ content: ['one', 'two'] });
    const messages = all(events);
    const at = (type: string, index?: number) =>
      messages[events.findIndex((event) => event.type === type && (!('index' in event) || event.index === index))]!;
    expect(at('content_block_stop', 0)).toBe(at('content_block_delta', 0));
    expect(at('content_block_delta', 1).content[0]).toBe(at('content_block_delta', 0).content[0]);
    expect(at('message_stop').content).toBe(at('content_block_delta', 1).content);
    expect(at('message_delta').usage).not.toBe(at('message_start').usage);
  });

  it('changes neither events nor earlier messages, and works when they are frozen', () => {
    const content = [{ thinking: 'so' }, 'Hello there', { tool_use: { name: 'f', input: { a: [1, 2], b: 'x' } } }];
    const events = messageEvents({ content, chunk: 3 });
    const before = structuredClone(events);
    const frozen: Message[] = [];
    from(deepFreeze(events))
      .pipe(snapshots())
      .subscribe({
        next: (message) => frozen.push(deepFreeze(message)),
        error: (error: unknown) => expect(error).toBe(0),
      });
    expect(events).toEqual(before);
    expect(frozen).toEqual(all(before));
    expect(frozen.at(-1)?.content.at(-1)).toMatchObject({ input: { a: [1, 2], b: 'x' } });
  });

  it('starts over with the next message and ignores a repeated message_start', () => {
    marbles(({ cold, expectObservable }) => {
      const next = messageStart({ id: 'msg_2' });
      const values = { s: emptyMessage, n: { ...emptyMessage, id: 'msg_2' } };
      const source = cold('S-S-X-N-|', { ...reply, N: next });
      expectObservable(source.pipe(snapshots())).toBe('s-s-s-n-|', values);
    });
  });

  it('errors with MalformedStreamError and the partial message when events do not form a message', () => {
    const errors: unknown[] = [];
    from([reply.S, reply.B, reply.a, text(4, '?')])
      .pipe(snapshots())
      .subscribe({ error: (error: unknown) => errors.push(error) });
    expect(errors).toEqual([
      expect.objectContaining({
        name: 'MalformedStreamError',
        message: 'content_block_delta arrived for index 4, where no block has started.',
        partialMessage: { ...emptyMessage, content: [{ type: 'text', text: 'a' }] },
      }),
    ]);
  });
});
