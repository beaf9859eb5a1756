import { describe, expect, it } from '@jest/globals';
import { continuationParams, type Message } from '../../lib/index.ts';
import { messageEvents } from '../../lib/testing/index.ts';
import { emptyMessage } from '../support/events.ts';

describe('continuationParams', () => {
  it('send the partial reply and request the rest', () => {
    const params = { model: 'm', max_tokens: 9, messages: [{ role: 'user' as const, content: 'Tell me' }] };
    const [start] = messageEvents('x');
    const partial = {
      ...(start as Extract<typeof start, { type: 'message_start' }>).message,
      content: [{ type: 'text' as const, text: 'Once' }],
    };
    expect(continuationParams(params, partial)).toEqual({
      ...params,
      messages: [
        ...params.messages,
        { role: 'assistant', content: [{ type: 'text', text: 'Once' }] },
        { role: 'user', content: expect.stringContaining('Continue exactly where it stops') },
      ],
    });
  });

  it.each<[string, Message]>([
    ['without content', emptyMessage],
    [
      'with interrupted thinking only',
      { ...emptyMessage, content: [{ type: 'thinking', thinking: 'Let me', signature: '' }] },
    ],
  ])('request the entire reply again after one %s', (_, partial) => {
    const params = { model: 'm', max_tokens: 9, messages: [{ role: 'user' as const, content: 'Tell me' }] };
    expect(continuationParams(params, partial)).toEqual(params);
  });
});
