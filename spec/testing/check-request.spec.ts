import { describe, expect, it } from '@jest/globals';
import { checkCall } from '../../lib/testing/check-request.ts';
import type { Call } from '../../lib/testing/dialect.ts';
import { SentThinking } from '../../lib/testing/sent-thinking.ts';
import { hello } from './ask.ts';

const check = (body: unknown, endpoint: Call['endpoint'] = 'messages', version = '2023-06-01') =>
  checkCall({ endpoint, body, version } as Call, new SentThinking())?.message; // the fields that are read
const enabled = (budget_tokens?: unknown) => ({ ...hello, thinking: { type: 'enabled', budget_tokens } });
const small = 'thinking.enabled.budget_tokens: Input should be greater than or equal to 1024';

describe('checkCall', () => {
  it.each<[string, unknown]>([
    ['the smallest request', hello],
    ['no tokens at all', { ...hello, max_tokens: 0 }],
    ['lists of tools and stop sequences', { ...hello, tools: [], stop_sequences: [] }],
    ['thinking that adapts', { ...hello, thinking: { type: 'adaptive' } }],
    ['a budget below max_tokens', { ...enabled(1024), max_tokens: 1025 }],
    ['sampling', { ...hello, temperature: 1 }],
    ['a turn of a thread', { ...hello, thread: { type: 'continue' } }],
  ])('accepts %s', (_, body) => {
    expect(check(body)).toBeUndefined();
  });

  it.each<[string, unknown, string]>([
    ['no JSON', undefined, 'The request body is not valid JSON'],
    ['a list', [], 'Input should be an object'],
    ['no model', { ...hello, model: undefined }, 'model: Field required'],
    ['an empty model', { ...hello, model: '' }, 'model: Input should be a valid string'],
    ['a model that is a number', { ...hello, model: 5 }, 'model: Input should be a valid string'],
    ['no max_tokens', { ...hello, max_tokens: undefined }, 'max_tokens: Field required'],
    ['half a token', { ...hello, max_tokens: 0.5 }, 'max_tokens: Input should be a valid integer'],
    ['max_tokens below 0', { ...hello, max_tokens: -1 }, 'max_tokens: Input should be greater than or equal to 0'],
    ['a stop sequence alone', { ...hello, stop_sequences: 'x' }, 'stop_sequences: Input should be a valid list'],
    ['tools that are an object', { ...hello, tools: {} }, 'tools: Input should be a valid list'],
    ['no messages', { ...hello, messages: undefined }, 'messages: Field required'],
    ['messages that are text', { ...hello, messages: 'x' }, 'messages: Input should be a valid list'],
    ['no budget', enabled(), 'thinking.enabled.budget_tokens: Field required'],
    ['a small budget', enabled(1023), small],
    ['a budget that is no number', enabled('much'), small],
    ['a budget of all tokens', enabled(1024), 'max_tokens: must be greater than `thinking.budget_tokens`'],
  ])('refuses %s', (_, body, message) => {
    expect(check(body)).toBe(message);
  });

  it('needs no max_tokens to count tokens', () => {
    const { max_tokens: _, ...counted } = hello;
    expect(check(counted, 'count_tokens')).toBeUndefined();
    expect(check({ ...enabled(1024), max_tokens: undefined }, 'count_tokens')).toBeUndefined();
  });

  it.each(['temperature', 'top_p', 'top_k'])('refuses %s from version 2026-10-21 on', (field) => {
    const body = { ...hello, [field]: 1 };
    expect(check(body, 'messages', '2026-10-20')).toBeUndefined();
    expect(check(body, 'messages', '2026-10-21')).toBe(`${field}: Extra inputs are not permitted`);
  });

  it('reports the status and the type of the API', () => {
    expect(checkCall({ endpoint: 'messages', body: [], version: '' } as unknown as Call, new SentThinking())).toEqual({
      status: 400,
      type: 'invalid_request_error',
      message: 'Input should be an object',
    });
  });
});
