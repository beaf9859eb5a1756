import { describe, expect, it } from '@jest/globals';
import { requireText } from '../../lib/errors/require-text.ts';

describe('requireText', () => {
  it.each(['', 'Hello'])('returns %j', (text) => {
    expect(requireText('smoothText', text, 'textDeltas()')).toBe(text);
  });

  it.each([undefined, null, 7, { type: 'message_stop' }])('names the source and the fix for %j', (value) => {
    const message = 'smoothText: source: emits values that are not text; pass text, such as source.pipe(textDeltas())';
    expect(() => requireText('smoothText', value, 'textDeltas()')).toThrow(
      expect.objectContaining({ name: 'InvalidOptionsError', message }),
    );
  });
});
