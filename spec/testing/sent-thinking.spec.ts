import { describe, expect, it } from '@jest/globals';
import { messageEvents } from '../../lib/testing/message-events.ts';
import { messageOfEvents } from '../../lib/testing/message-of-events.ts';
import { SentThinking } from '../../lib/testing/sent-thinking.ts';

const events = messageEvents({ content: [{ thinking: 'Hm.' }, 'Yes'] });
const { content } = messageOfEvents(events) as unknown as { content: { signature?: string }[] };
const [{ signature }] = content as [{ signature: string }];
const turn = (...blocks: object[]) => ({ role: 'assistant', content: blocks });
const modified = expect.stringContaining('cannot be modified') as unknown;

function issues(...messages: unknown[]) {
  const sent = new SentThinking();
  sent.note(events);
  sent.note(messageEvents('No thinking'));
  return sent.issues(messages);
}

describe('SentThinking', () => {
  it('accepts the thinking that it has noted, unchanged', () => {
    expect(signature).not.toBe('');
    expect(issues(turn(...content))).toEqual([]);
  });

  it('names the place of changed thinking', () => {
    const changed = { type: 'thinking', thinking: 'Hm?', signature };
    expect(issues({ role: 'user', content: 'Hi' }, turn({ type: 'text' }, changed))).toEqual([
      { path: 'messages.1.content.1', message: modified },
    ]);
  });

  it('accepts a signature of another server, and requires one', () => {
    expect(issues(turn({ type: 'thinking', thinking: 'x', signature: 'other' }))).toEqual([]);
    const required = { path: 'messages.0.content.0.thinking.signature', message: 'Field required' };
    expect(issues(turn({ type: 'thinking', thinking: 'x' }))).toEqual([required]);
    expect(issues(turn({ type: 'thinking', thinking: 'x', signature: 5 }))).toEqual([]);
  });

  it('accepts unsigned thinking that it has sent unsigned', () => {
    const sent = new SentThinking();
    sent.note(messageEvents({ content: [{ thinking: 'Hm.', signature: '' }, 'Yes'] }));
    expect(sent.issues([turn({ type: 'thinking', thinking: 'Hm.' })])).toEqual([]);
    expect(sent.issues([turn({ type: 'thinking', thinking: 'Oh.' })])).toHaveLength(1);
  });

  it('ignores values without blocks', () => {
    expect(issues(null, 'x', { content: 'text' })).toEqual([]);
  });
});
