import { describe, expect, it } from '@jest/globals';
import { wrongOption } from '../../lib/errors/wrong-option.ts';

describe('wrongOption', () => {
  it('names the owner, the option and the fix', () => {
    const error = wrongOption('smoothText', 'pace', 'is 0; pass a number');
    expect(error.name).toBe('InvalidOptionsError');
    expect(error.message).toBe('smoothText: pace: is 0; pass a number');
    expect(error.issues).toEqual([{ path: 'pace', message: 'is 0; pass a number' }]);
  });

  it('has the cause, and no property for an absent one', () => {
    const cause = new Error('x');
    expect(wrongOption('chat', '', 'are wrong', cause).cause).toBe(cause);
    expect(Object.hasOwn(wrongOption('chat', '', 'are wrong'), 'cause')).toBe(false);
  });
});
