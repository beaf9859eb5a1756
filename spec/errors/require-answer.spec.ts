import { describe, expect, it } from '@jest/globals';
import { AnthropicError } from '../../lib/index.ts';
import { aBoolean } from '../../lib/errors/check-options.ts';
import { requireAnswer } from '../../lib/errors/require-answer.ts';
import { settle } from '../support/settle.ts';

describe('requireAnswer', () => {
  it('returns an answer that the rule allows', () => {
    expect([true, false].map((answer) => requireAnswer('f', 'when', answer, aBoolean))).toEqual([true, false]);
  });

  it.each<[unknown, string]>([
    [undefined, 'undefined'],
    [1, '1'],
    [{}, 'an object'],
    [Promise.resolve(true), 'a promise'],
  ])('refuses %p, with the cause', (answer, given) => {
    const cause = new AnthropicError('gone');
    expect(() => requireAnswer('f', 'when', answer, aBoolean, cause)).toThrow(
      expect.objectContaining({
        name: 'InvalidOptionsError',
        message: `f: when: returned ${given}; return true or false`,
        cause,
      }),
    );
  });

  it('silences the rejection of a promise', async () => {
    const rejections: unknown[] = [];
    const listener = (reason: unknown) => rejections.push(reason);
    process.on('unhandledRejection', listener);
    expect(() => requireAnswer('f', 'when', Promise.reject(new Error('mine')), aBoolean)).toThrow('a promise');
    await settle();
    process.off('unhandledRejection', listener);
    expect(rejections).toEqual([]);
  });
});
