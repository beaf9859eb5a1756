import { describe, expect, it } from '@jest/globals';
import type { BetaMessage } from '../../../lib/types/message.ts';
import { ask } from './ask-script.ts';

describe('thinking', () => {
  const typesOf = ({ message }: { message: BetaMessage }) => message.content.map(({ type }) => type);

  it.each([{ type: 'enabled', budget_tokens: 1024 }, { type: 'adaptive' }])(
    'comes before the text with %j',
    async (thinking) => {
      const asked = await ask('Solve this complex problem: ...', { thinking });
      expect(typesOf(asked)).toEqual(['thinking', 'text']);
      const deltas = asked.events.flatMap((event) => (event.type === 'content_block_delta' ? [event.delta.type] : []));
      expect([...new Set(deltas)]).toEqual(['thinking_delta', 'signature_delta', 'text_delta']);
      expect(deltas.filter((type) => type === 'signature_delta')).toHaveLength(1);
      const thinkingTokens = deltas.filter((type) => type === 'thinking_delta').length;
      expect(asked.message.usage.output_tokens_details).toEqual({ thinking_tokens: thinkingTokens });
      expect(asked.message.content[0]).toMatchObject({
        thinking: expect.stringContaining('Solve this complex problem'),
      });
    },
  );

  it('is only a signature when it is omitted', async () => {
    const asked = await ask('Hello', { thinking: { type: 'adaptive', display: 'omitted' } });
    expect(asked.message.content[0]).toMatchObject({ thinking: '', signature: expect.stringMatching(/./) });
  });

  it('comes before a tool call too', async () => {
    const tools = [{ name: 'get_weather', input_schema: { type: 'object' } }];
    const asked = await ask('Weather?', { tools, thinking: { type: 'adaptive' } });
    expect(typesOf(asked)).toEqual(['thinking', 'text', 'tool_use']);
  });

  it.each([{ type: 'disabled' }, { type: 'between_tools' }])('is absent with %j', async (thinking) => {
    expect(typesOf(await ask('Hello', { thinking }))).toEqual(['text']);
  });
});
