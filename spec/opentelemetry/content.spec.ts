import { describe, expect, it } from '@jest/globals';
import { type Span, trace } from '@opentelemetry/api';
import { contentAttributes } from '../../lib/opentelemetry/content.ts';
import type { BetaMessage } from '../../lib/types/message.ts';

const span: Span = trace.wrapSpanContext({ traceId: '', spanId: '', traceFlags: 0 });
const recorded = (params: unknown, reply?: unknown) =>
  Object.fromEntries(
    Object.entries(
      contentAttributes(params as object, reply as BetaMessage | undefined, (content) => content, span),
    ).map(([name, value]) => [name, JSON.parse(String(value)) as unknown]),
  );

describe('contentAttributes', () => {
  it('have the form of the conventions, without data, signatures and encrypted fields', () => {
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
    'of the invalid params %j throw nothing',
    (params) => {
      expect(() => recorded(params)).not.toThrow();
    },
  );
});
