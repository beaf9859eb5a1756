import { describe, expect, it } from '@jest/globals';
import { inputTokens } from '../../lib/testing/token-count.ts';
import type { MessageCreateParams } from '../../lib/types/message-create-params.ts';
import { params } from '../support/params.ts';

const user = (content: MessageCreateParams['messages'][number]['content']) => ({ role: 'user' as const, content });
const count = (changes: Partial<MessageCreateParams>) => inputTokens({ ...params, messages: [], ...changes });

describe('inputTokens', () => {
  it('counts four tokens per message, and those of its text', () => {
    expect(count({})).toBe(0);
    expect(count({ messages: [user('')] })).toBe(4);
    expect(count({ messages: [user('Hello there')] })).toBe(6);
    expect(count({ messages: [user('Hello there'), user('Hello')] })).toBe(11);
  });

  it('counts the instructions and the tools', () => {
    expect(count({ system: 'Be brief' })).toBe(2);
    expect(count({ tools: [{ name: 'f', input_schema: { type: 'object' } }] })).toBeGreaterThan(5);
  });

  it('does not count the data of images', () => {
    const image = (data: string) =>
      count({ messages: [user([{ type: 'image', source: { type: 'base64', media_type: 'image/png', data } }])] });
    expect(image('A'.repeat(10_000))).toBe(image(''));
  });
});
