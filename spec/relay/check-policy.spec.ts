import { describe, expect, it } from '@jest/globals';
import { resolvePolicy, safeParams } from '../../lib/relay/allow-policy.ts';
import { checkPolicy } from '../../lib/relay/check-policy.ts';

const allow = resolvePolicy('spec', { models: ['claude-sonnet-5'], maxTokens: 100 });
const params = { model: 'claude-sonnet-5', max_tokens: 100, messages: [{ role: 'user', content: 'Hi' }] };

describe('a param that is null', () => {
  it.each(safeParams)('counts as absent: %s', (name) => {
    expect(() => checkPolicy({ ...params, [name]: null }, allow)).not.toThrow();
  });

  it.each([
    ['model', 'model: must be a string.'],
    ['max_tokens', 'max_tokens: must be a number.'],
    ['messages', 'messages: must be an array.'],
    ['stream', 'stream: must be true or false.'],
    ['betas', 'betas: must be an array.'],
  ])('is refused where each request needs a value: %s', (name, message) => {
    expect(() => checkPolicy({ ...params, [name]: null }, allow)).toThrow(
      expect.objectContaining({ name: 'RejectedRequest', message }),
    );
  });

  it('is refused like any value if its name is not allowed', () => {
    expect(() => checkPolicy({ ...params, container: null }, allow)).toThrow('container: is not allowed here');
  });
});
