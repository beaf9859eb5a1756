import { describe, expect, it } from '@jest/globals';
import { type Span, trace } from '@opentelemetry/api';
import { CallContent, type ContentHook } from '../../lib/opentelemetry/content.ts';
import { messageEvents } from '../../lib/testing/index.ts';
import type { BetaMessage } from '../../lib/types/message.ts';
import type { BetaMessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import { settle } from '../support/settle.ts';

const span: Span = trace.wrapSpanContext({ traceId: '', spanId: '', traceFlags: 0 });
const contentOf = (params: unknown, hook: ContentHook = (content) => content) =>
  new CallContent(params as object, hook);
const recorded = (params: unknown, reply?: unknown) => {
  const content = contentOf(params);
  if (reply) content.replace(reply as BetaMessage);
  const attributes = Object.entries(content.attributes(span));
  return Object.fromEntries(attributes.map(([name, value]) => [name, JSON.parse(String(value)) as unknown]));
};

describe('CallContent', () => {
  it('has the form of the conventions, without data, signatures and encrypted fields', () => {
    const params = {
      system: [{ type: 'text', text: 'Be brief', cache_control: {} }],
      tools: [
        { name: 'weather', description: 'Tells it', input_schema: { type: 'object' } },
        { type: 'web_search_20250305', name: 'web_search' },
      ],
      mcp_servers: [{ authorization_token: 'hidden' }],
      messages: [
        { role: 'user', content: 'Hello' },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Hm', signature: 'hidden' },
            { type: 'redacted_thinking', data: 'hidden' },
            { type: 'tool_use', id: 't1', name: 'weather', input: { city: 'Rome' } },
            { type: 'server_tool_use', id: 's1', name: 'web_search', input: {} },
            { type: 'compaction', content: 'so far', encrypted_content: 'hidden' },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 't1', content: [{ type: 'text', text: 'Sunny' }] },
            { type: 'tool_result', tool_use_id: 't2', content: 'Rain' },
            { type: 'image', source: { type: 'base64', data: 'hidden' } },
          ],
        },
      ],
    };
    const content = recorded(params, { content: [{ type: 'text', text: 'Sunny' }] });
    expect(content).toEqual({
      'gen_ai.system_instructions': [{ type: 'text', content: 'Be brief' }],
      'gen_ai.tool.definitions': [
        { type: 'function', name: 'weather', description: 'Tells it', parameters: { type: 'object' } },
        { type: 'web_search_20250305', name: 'web_search' },
      ],
      'gen_ai.input.messages': [
        { role: 'user', parts: [{ type: 'text', content: 'Hello' }] },
        {
          role: 'assistant',
          parts: [
            { type: 'reasoning', content: 'Hm' },
            { type: 'redacted_thinking' },
            { type: 'tool_call', id: 't1', name: 'weather', arguments: { city: 'Rome' } },
            { type: 'server_tool_call', id: 's1', name: 'web_search', server_tool_call: { type: 'web_search' } },
            { type: 'compaction', content: 'so far' },
          ],
        },
        {
          role: 'user',
          parts: [
            { type: 'tool_call_response', id: 't1', response: [{ type: 'text', content: 'Sunny' }] },
            { type: 'tool_call_response', id: 't2', response: 'Rain' },
            { type: 'image' },
          ],
        },
      ],
      'gen_ai.output.messages': [{ role: 'assistant', parts: [{ type: 'text', content: 'Sunny' }] }],
    });
    expect(JSON.stringify(content)).not.toContain('hidden');
  });

  it.each([null, {}, { messages: 5, system: 7, tools: {} }, { messages: [null, { content: [null] }] }])(
    'of the invalid params %j throws nothing',
    (params) => {
      expect(() => recorded(params)).not.toThrow();
    },
  );

  it.each<[string, unknown, object]>([
    ['nothing', undefined, {}],
    ['another content', { inputMessages: [] }, { 'gen_ai.input.messages': '[]' }],
    ['a field that no attribute has', { other: 'x' }, {}],
    ['text', 'x', {}],
    ['null', null, {}],
    ['a promise', Promise.resolve({ inputMessages: [] }), {}],
    ['a promise that rejects', Promise.reject(new Error('x')), {}],
    ['a field of another type', { outputMessages: 'x' }, {}],
  ])('has the attributes of a hook that returns %s', async (_, answer, attributes) => {
    expect(contentOf({ messages: [] }, () => answer as undefined).attributes(span)).toEqual(attributes);
    await settle(); // an unhandled rejection would fail the spec
  });

  it('collects the reply from its events, up to one that does not fit', () => {
    const content = contentOf({});
    [...messageEvents('Hello').slice(0, 4), { type: 'content_block_stop', index: 7 }].forEach((event) =>
      content.add(event as BetaMessageStreamEvent),
    );
    expect(content.attributes(span)).toEqual({
      'gen_ai.output.messages': '[{"role":"assistant","parts":[{"type":"text","content":"Hello"}]}]',
    });
  });
});
