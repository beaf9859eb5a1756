import { describe, expect, it } from '@jest/globals';
import { type HeadersInput, readHeaders } from '../../lib/transport/read-headers.ts';

const read = (input: unknown) => {
  const { changes, issues } = readHeaders('headers', input as HeadersInput);
  return { changes: Object.fromEntries(changes), issues: issues.map(({ path, message }) => `${path} ${message}`) };
};
const changes = (input: unknown) => {
  const { changes, issues } = read(input);
  expect(issues).toEqual([]);
  return changes;
};

describe('readHeaders', () => {
  it.each<[string, unknown, object]>([
    ['undefined', undefined, {}],
    ['a record', { 'X-A': '1', 'x-b': null, 'x-c': undefined }, { 'x-a': '1', 'x-b': null }],
    [
      'pairs',
      [
        ['X-A', '1'],
        ['x-b', null],
      ],
      { 'x-a': '1', 'x-b': null },
    ],
    ['Headers', new Headers({ 'X-A': '1' }), { 'x-a': '1' }],
    ['a Map', new Map([['X-A', '1']]), { 'x-a': '1' }],
    ['lists of values', { 'x-a': ['1', '2'] }, { 'x-a': '1, 2' }],
    ['an empty list', { 'x-a': [] }, {}],
    [
      'a name twice',
      [
        ['x-a', '1'],
        ['X-A', '2'],
      ],
      { 'x-a': '1, 2' },
    ],
    [
      'a value after a removal',
      [
        ['x-a', '1'],
        ['x-a', null],
        ['x-a', '2'],
      ],
      { 'x-a': '2' },
    ],
    ['white space around a value', { 'x-a': '\t a b\r\n' }, { 'x-a': 'a b' }],
    ['an empty value', { 'x-a': '' }, { 'x-a': '' }],
    ['Latin-1', { 'x-a': 'ü~ \t!' }, { 'x-a': 'ü~ \t!' }],
    ['every character of a name', { "aZ09!#$%&'*+.^_`|~-": '1' }, { "az09!#$%&'*+.^_`|~-": '1' }],
  ])('accepts %s', (_, input, expected) => {
    expect(changes(input)).toEqual(expected);
  });

  it.each<[string, unknown, string]>([
    ['a name with a space', { 'x a': '1' }, 'headers[0] has a name that HTTP does not allow'],
    ['an empty name', { '': '1' }, 'headers[0] has a name that HTTP does not allow'],
    ['a name that is not text', [[1, '1']], 'headers[0] has a name that HTTP does not allow'],
    [
      'a name that only ends well',
      [
        ['x', '1'],
        ['ü-a', '1'],
      ],
      'headers[1] has a name that HTTP does not allow',
    ],
    ['a name that only begins well', { 'a-ü': '1' }, 'headers[0] has a name that HTTP does not allow'],
    ['three entries', [['x-a', '1', '2']], 'headers[0] must be a pair: [name, value]'],
    ['text', ['x-a: 1'], 'headers[0] must be a pair: [name, value]'],
    ['a number', { 'X-A': 1 }, 'headers.x-a is a number; pass a string, null'],
    ['null in a list', { 'x-a': ['1', null] }, 'headers.x-a is null; pass a string'],
    ['a line break', { 'x-a': 'a\nb' }, 'headers.x-a has characters that HTTP cannot carry'],
    ['a control character', { 'x-a': 'a\u0000' }, 'headers.x-a has characters that HTTP cannot carry'],
    ['a character beyond Latin-1', { 'x-a': '€' }, 'headers.x-a has characters that HTTP cannot carry'],
    ['DEL', { 'x-a': '\u007f' }, 'headers.x-a has characters that HTTP cannot carry'],
  ])('reports %s', (_, input, issue) => {
    const { issues } = read(input);
    expect(issues).toHaveLength(1);
    expect(issues[0]!.startsWith(issue)).toBe(true);
  });

  it('never quotes a value', () => {
    expect(JSON.stringify(read({ 'x-a': 'secret\n1', 'x-b': 5150 }))).not.toMatch(/secret|5150/);
  });
});
