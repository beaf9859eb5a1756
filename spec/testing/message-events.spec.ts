import { describe, expect, it } from '@jest/globals';
import { messageEvents, type MessageSpec } from '../../lib/testing/index.ts';
import type { MessageStreamEvent } from '../../lib/types/message-stream-event.ts';

/** The block events, abbreviated. */
function blocksOf(message: string | MessageSpec): unknown[] {
  return messageEvents(message).flatMap((event): unknown[] => {
    if (event.type === 'content_block_start') return [[event.index, event.content_block]];
    if (event.type === 'content_block_delta') return [[event.index, event.delta]];
    return event.type === 'content_block_stop' ? [[event.index, 'stop']] : [];
  });
}

const messageDelta = (message: string | MessageSpec) =>
  messageEvents(message).find(
    (event): event is Extract<MessageStreamEvent, { type: 'message_delta' }> => event.type === 'message_delta',
  );

describe('messageEvents', () => {
  it('streams a text word by word', () => {
    expect(messageEvents('Hello there, you')).toStrictEqual([
      {
        type: 'message_start',
        message: {
          id: 'msg_01',
          type: 'message',
          role: 'assistant',
          model: 'claude-sonnet-5',
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: { input_tokens: 10, output_tokens: 1 },
        },
      },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: ' there,' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: ' you' } },
      { type: 'content_block_stop', index: 0 },
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn', stop_sequence: null },
        usage: { input_tokens: 10, output_tokens: 3 },
      },
      { type: 'message_stop' },
    ]);
  });

  it.each(['', ' ', 'a', ' a b ', '\n\nlines\nand  gaps\t', 'Grüße 👩‍👩‍👧 aus 東京'])('loses nothing of %j', (text) => {
    for (const chunk of [undefined, 1, 3]) {
      const joined = blocksOf({ content: text, ...(chunk && { chunk }) })
        .map((entry) => ((entry as unknown[])[1] as { type?: string; text?: string }).text ?? '')
        .join('');
      expect(joined).toBe(text);
    }
  });

  it('cuts by code points when chunk is a number', () => {
    expect(blocksOf({ content: 'a👍bc', chunk: 2 }).slice(1, -1)).toStrictEqual([
      [0, { type: 'text_delta', text: 'a👍' }],
      [0, { type: 'text_delta', text: 'bc' }],
    ]);
  });

  it('cuts with a function', () => {
    expect(blocksOf({ content: 'a|b', chunk: (text) => text.split('|') }).slice(1, -1)).toStrictEqual([
      [0, { type: 'text_delta', text: 'a' }],
      [0, { type: 'text_delta', text: 'b' }],
    ]);
  });

  it('adds a signature to the end of thinking', () => {
    expect(blocksOf({ content: [{ thinking: 'Let me', signature: 'sig' }, 'Yes'] })).toStrictEqual([
      [0, { type: 'thinking', thinking: '', signature: '' }],
      [0, { type: 'thinking_delta', thinking: 'Let' }],
      [0, { type: 'thinking_delta', thinking: ' me' }],
      [0, { type: 'signature_delta', signature: 'sig' }],
      [0, 'stop'],
      [1, { type: 'text', text: '' }],
      [1, { type: 'text_delta', text: 'Yes' }],
      [1, 'stop'],
    ]);
  });

  it('streams the input of a tool call as JSON, its first fragment empty, and stops for it', () => {
    const call: MessageSpec = { content: { tool_use: { name: 'get_weather', input: { location: 'San Francisco' } } } };
    expect(blocksOf(call)).toStrictEqual([
      [0, { type: 'tool_use', id: 'toolu_01', name: 'get_weather', input: {} }],
      [0, { type: 'input_json_delta', partial_json: '' }],
      [0, { type: 'input_json_delta', partial_json: '{"location":"San' }],
      [0, { type: 'input_json_delta', partial_json: ' Francisco"}' }],
      [0, 'stop'],
    ]);
    expect(messageDelta(call)?.delta.stop_reason).toBe('tool_use');
  });

  it('numbers tool calls and keeps their own ids and fragments', () => {
    expect(
      blocksOf({
        content: [
          { tool_use: { name: 'a' } },
          { tool_use: { name: 'b', id: 'toolu_mine', fragments: [] } },
          { tool_use: { name: 'c', fragments: ['{"x', '":'] } },
        ],
      }),
    ).toStrictEqual([
      [0, { type: 'tool_use', id: 'toolu_01', name: 'a', input: {} }],
      [0, { type: 'input_json_delta', partial_json: '' }],
      [0, { type: 'input_json_delta', partial_json: '{}' }],
      [0, 'stop'],
      [1, { type: 'tool_use', id: 'toolu_mine', name: 'b', input: {} }],
      [1, 'stop'],
      [2, { type: 'tool_use', id: 'toolu_02', name: 'c', input: {} }],
      [2, { type: 'input_json_delta', partial_json: '{"x' }],
      [2, { type: 'input_json_delta', partial_json: '":' }],
      [2, 'stop'],
    ]);
  });

  it('puts citations before their text', () => {
    const citation = {
      type: 'web_search_result_location',
      cited_text: 'so',
      url: 'https://example.com/',
      encrypted_index: 'x',
    } as const;
    expect(blocksOf({ content: { text: 'It is so', citations: [citation] }, chunk: 9 })).toStrictEqual([
      [0, { type: 'text', text: '', citations: [] }],
      [0, { type: 'citations_delta', citation }],
      [0, { type: 'text_delta', text: 'It is so' }],
      [0, 'stop'],
    ]);
  });

  it('sends a block of the wire format complete in its start', () => {
    const block = { type: 'tool_use', id: 'toolu_09', name: 'now', input: { zone: 'UTC' } } as const;
    const events = messageEvents({ content: block });
    expect(events.slice(1, 3)).toStrictEqual([
      { type: 'content_block_start', index: 0, content_block: block },
      { type: 'content_block_stop', index: 0 },
    ]);
    expect(messageDelta({ content: block })?.delta.stop_reason).toBe('tool_use');
  });

  it('accepts stop reason, ids, model and usage', () => {
    const spec: MessageSpec = {
      content: 'STOP',
      id: 'msg_mine',
      model: 'claude-opus-5',
      stop_reason: 'stop_sequence',
      stop_sequence: 'END',
      usage: { input_tokens: 3, output_tokens: 40, cache_read_input_tokens: 7, service_tier: 'priority' },
    };
    const [start] = messageEvents(spec);
    expect(start).toMatchObject({
      message: {
        id: 'msg_mine',
        model: 'claude-opus-5',
        usage: { input_tokens: 3, output_tokens: 1, cache_read_input_tokens: 7, service_tier: 'priority' },
      },
    });
    expect(messageDelta(spec)).toStrictEqual({
      type: 'message_delta',
      delta: { stop_reason: 'stop_sequence', stop_sequence: 'END' },
      usage: { input_tokens: 3, cache_read_input_tokens: 7, output_tokens: 40 },
    });
  });

  it('can end without content and without a stop reason', () => {
    expect(messageEvents({ content: [], stop_reason: null }).map(({ type }) => type)).toEqual([
      'message_start',
      'message_delta',
      'message_stop',
    ]);
    expect(messageDelta({ content: [], stop_reason: null })?.delta.stop_reason).toBeNull();
  });
});
