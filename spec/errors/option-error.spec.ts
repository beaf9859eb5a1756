import { describe, expect, it } from '@jest/globals';
import { optionError } from '../../lib/errors/option-error.ts';

describe('optionError', () => {
  it('names the owner, the option and the fix', () => {
    const error = optionError('smoothText', 'pace', 'is 0; pass a number');
    expect(error.name).toBe('InvalidOptionsError');
    expect(error.message).toBe('smoothText: pace: is 0; pass a number');
    expect(error.issues).toEqual([{ path: 'pace', message: 'is 0; pass a number' }]);
  });

  it('has the cause, and no property for an absent one', () => {
    const cause = new Error('x');
    expect(optionError('chat', '', 'are wrong', cause).cause).toBe(cause);
    expect(Object.hasOwn(optionError('chat', '', 'are wrong'), 'cause')).toBe(false);
  });
});
