import { describe, expect, it } from '@jest/globals';
import { decodedInput } from '../../lib/accumulate/decoded-input.ts';

describe('decodedInput', () => {
  it('is the object in a JSON text', () => {
    expect(decodedInput('{"a":[1]}')).toEqual({ a: [1] });
  });

  it.each([['text'], [''], ['{"a":'], ['[1]'], ['7'], ['null'], [7], [null], [undefined]])(
    'is %j unchanged',
    (input) => {
      expect(decodedInput(input)).toBe(input);
    },
  );

  it('is the same object for an object', () => {
    const input = { a: '{}' };
    expect(decodedInput(input)).toBe(input);
  });
});
