import { describe, expect, it } from '@jest/globals';
import { readCutJson } from '../../lib/accumulate/cut-json.ts';

describe('readCutJson', () => {
  it.each<[string, unknown]>([
    ['', undefined],
    [' ', undefined],
    ['"a', undefined],
    ['"a"', 'a'],
    ['true', true],
    ['tru', undefined],
    ['12', undefined],
    ['12 ', 12],
    ['{', {}],
    ['{"a', {}],
    ['{"a":', {}],
    ['{"a":"b', {}],
    ['{"a":"b"', { a: 'b' }],
    ['{"a":1', {}],
    ['{"a":1,', { a: 1 }],
    ['{"a":null', { a: null }],
    ['[[1],["\\"', [[1], []]],
    ['[1] x', [1]],
    ['[1,}', [1]],
  ])('of %j is %j', (json, value) => {
    expect(readCutJson(json)).toEqual(value);
  });
});
