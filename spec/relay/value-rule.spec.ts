import { describe, expect, it } from '@jest/globals';
import type { FullPolicy } from '../../lib/relay/allow-policy.ts';
import {
  anything,
  fieldsOf,
  flag,
  listed,
  listOf,
  number,
  oneOf,
  ownField,
  requireParam,
  text,
  tokens,
  type ValueRule,
} from '../../lib/relay/value-rule.ts';

const allow = {
  models: ['m'],
  betas: [],
  blocks: [],
  tools: [],
  maxTokens: 10,
  params: ['a'],
} as unknown as FullPolicy; // all that is read
const failureOf = (check: () => unknown) => {
  try {
    return void check();
  } catch (error) {
    const { status, message } = error as { status: number; message: string };
    return `${status} ${message}`;
  }
};
const long = 'x'.repeat(151);
const short = `${'x'.repeat(150)}…`;

describe('the rules of values', () => {
  it.each<[string, ValueRule, unknown, string | undefined]>([
    ['anything', anything, Symbol('x'), undefined],
    ['text', text, '', undefined],
    ['text', text, 5, '400 p: must be a string.'],
    ['flag', flag, false, undefined],
    ['flag', flag, 'true', '400 p: must be true or false.'],
    ['number', number, -1.5, undefined],
    ['number', number, NaN, '400 p: must be a number.'],
    ['oneOf', oneOf('a', 'b'), 'b', undefined],
    ['oneOf', oneOf('a', 'b'), 'c', '400 p: must be one of a, b.'],
    ['listOf', listOf(text), ['a', 'b'], undefined],
    ['listOf', listOf(text), 'a', '400 p: must be an array.'],
    ['listOf', listOf(text), ['a', 5], '400 p[1]: must be a string.'],
    ['tokens', tokens, 10, undefined],
    ['tokens', tokens, 11, '400 p: at most 10 is allowed here. Ask for less, or raise allow.maxTokens of the proxy.'],
    ['tokens', tokens, '5', '400 p: must be a number.'],
    ['listed', listed('models'), 'm', undefined],
    ['listed', listed('models'), 5, '400 p: must be a string.'],
    [
      'listed',
      listed('models'),
      'n',
      '403 p: "n" is not allowed here. Use another, or add it to allow.models of the proxy.',
    ],
    [
      'listed',
      listed('tools'),
      long,
      `403 p: "${short}" is not allowed here. Use another, or add it to allow.tools of the proxy.`,
    ],
  ])('%s', (_, rule, value, expected) => {
    expect(failureOf(() => rule('p', value, allow))).toBe(expected);
  });

  it('cut the paths that a browser chooses', () => {
    expect(failureOf(() => text(long, 5, allow))).toBe(`400 ${short}: must be a string.`);
    expect(failureOf(() => text('x'.repeat(150), 5, allow))).toBe(`400 ${'x'.repeat(150)}: must be a string.`);
  });
});

describe('requireParam', () => {
  it('names the param that the policy lacks', () => {
    expect(failureOf(() => requireParam('a', 'a', allow))).toBeUndefined();
    const message = '403 tools[0].b: is not allowed here. Leave it out, or add "b" to allow.params of the proxy.';
    expect(failureOf(() => requireParam('tools[0].b', 'b', allow))).toBe(message);
    expect(failureOf(() => requireParam('a', 'a', {}))).toMatch(/^403 a: /);
  });
});

describe('fieldsOf', () => {
  it('accepts an object', () => {
    const value = { a: 1 };
    expect(fieldsOf('p', value)).toBe(value);
  });

  it.each([null, [], 'x', undefined])('rejects %j', (value) => {
    expect(failureOf(() => fieldsOf('p', value))).toBe('400 p: must be an object.');
  });
});

describe('ownField', () => {
  it('never returns a field of the prototype', () => {
    expect([ownField({ a: 1 }, 'a'), ownField<unknown>({ a: 1 }, 'toString')]).toEqual([1, undefined]);
  });
});
