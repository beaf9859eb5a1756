import { describe, expect, it } from '@jest/globals';
import { inputJSON } from '../../lib/accumulate/input-json.ts';

const levels = 100_000;

describe('inputJSON', () => {
  it('is the JSON of the input, and an empty object without one', () => {
    expect([{ a: 1 }, [], 'x', null, undefined].map(inputJSON)).toEqual(['{"a":1}', '[]', '"x"', '{}', '{}']);
  });

  it.each<[string, unknown]>([
    ['is nested too deeply', JSON.parse('['.repeat(levels) + ']'.repeat(levels))],
    ['contains a BigInt', { a: 1n }],
  ])('refuses an input that %s', (_, input) => {
    expect(() => inputJSON(input)).toThrow(
      expect.objectContaining({ name: 'MalformedStreamError', cause: expect.any(Error) as unknown }),
    );
  });
});
