import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/v4/core';
import { issuesOf } from '../../lib/schema/issues-of.ts';
import { check, custom, looseObject, nullish, optional, refine } from '../../lib/schema/kinds.ts';

const text = custom<string>((value) => typeof value === 'string', 'no text');
const issues = (schema: z.$ZodType, value: unknown) => issuesOf(schema, value);

describe('custom', () => {
  it('accepts a value that its function accepts', () => {
    expect(issues(text, '')).toEqual([]);
  });

  it('reports its fix, or the fix for the value', () => {
    expect(issues(text, 1)).toEqual([{ path: '', message: 'no text' }]);
    expect(
      issues(
        custom(Number.isFinite, (value) => `not ${typeof value}`),
        'x',
      ),
    ).toEqual([{ path: '', message: 'not string' }]);
  });

  it('runs its checks on accepted values only', () => {
    const short = custom<string>(
      (value) => typeof value === 'string',
      'no text',
      refine((s) => s.length < 3, 'long'),
    );
    expect(issues(short, 'ab')).toEqual([]);
    expect(issues(short, 'abc')).toEqual([{ path: '', message: 'long' }]);
    expect(issues(short, 1)).toEqual([{ path: '', message: 'no text' }]);
  });
});

describe('looseObject', () => {
  const schema = looseObject(
    { a: text },
    'no object',
    refine(({ b }) => b !== 1, 'wrong b', ['b']),
  );

  it('accepts its fields and any others', () => {
    expect(z.parse(schema, { a: 'x', b: 2 })).toEqual({ a: 'x', b: 2 });
  });

  it.each<[unknown, string, string]>([
    [null, '', 'no object'],
    [[], '', 'no object'],
    [{ a: 1 }, 'a', 'no text'],
    [{}, 'a', 'no text'],
    [{ a: 1, b: 1 }, 'a', 'no text'],
    [{ a: 'x', b: 1 }, 'b', 'wrong b'],
  ])('reports the one issue of %j', (value, path, message) => {
    expect(issues(schema, value)).toEqual([{ path, message }]);
  });

  it('reports an issue of its check below the path of an outer object, each time', () => {
    const outer = looseObject({ in: schema }, 'no object');
    for (let n = 0; n < 2; n++) {
      expect(issues(outer, { in: { a: 'x', b: 1 } })).toEqual([{ path: 'in.b', message: 'wrong b' }]);
    }
  });
});

describe('optional and nullish', () => {
  const schema = looseObject({ a: optional(text), b: nullish(text) }, 'no object');

  it('accept undefined, and nullish also null', () => {
    expect(issues(schema, {})).toEqual([]);
    expect(issues(schema, { a: undefined, b: null })).toEqual([]);
  });

  it('report a value that their schema refuses', () => {
    expect(issues(schema, { a: null, b: 1 })).toEqual([
      { path: 'a', message: 'no text' },
      { path: 'b', message: 'no text' },
    ]);
  });
});

describe('check', () => {
  it('adds its own issues', () => {
    const two = check<string>(({ value, issues: found }) => {
      for (const message of ['one', 'two']) found.push({ code: 'custom', message, path: [0], input: value });
    });
    const schema = custom<string>((value) => typeof value === 'string', 'no text', two);
    expect(issues(schema, 'x')).toEqual([
      { path: '[0]', message: 'one' },
      { path: '[0]', message: 'two' },
    ]);
  });
});
