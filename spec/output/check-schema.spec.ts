import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, toArray } from 'rxjs';
import * as z from 'zod';
import * as mini from 'zod/mini';
import { checkSchema, isStandardSchema } from '../../lib/output/check-schema.ts';
import type { Schema, StandardResult, StandardSchema } from '../../lib/types/standard-schema.ts';

const checked = (schema: Schema, value: unknown) => lastValueFrom(checkSchema(schema, value).pipe(toArray()));
const standard = (result: unknown): StandardSchema => ({
  '~standard': { version: 1, vendor: 'test', validate: () => result as StandardResult<unknown> },
});
const failing = (...issues: object[]) => standard({ issues });

describe('checkSchema', () => {
  it('emits the value that the schema returns, once', async () => {
    expect(await checked(z.string().trim(), ' a ')).toEqual([{ value: 'a' }]);
    expect(await checked(standard({ value: undefined }), 'a')).toEqual([{ value: undefined }]);
  });

  it('emits synchronously when the schema does', () => {
    const seen: unknown[] = [];
    checkSchema(z.number(), 1).subscribe({ next: (value) => seen.push(value), complete: () => seen.push('complete') });
    expect(seen).toEqual([{ value: 1 }, 'complete']);
  });

  it('waits for a schema that returns a promise', async () => {
    expect(await checked(standard(Promise.resolve({ value: 7 })), 1)).toEqual([{ value: 7 }]);
  });

  it('emits any value for JSON Schema', async () => {
    expect(await checked({ type: 'number' }, 'a')).toEqual([{ value: 'a' }]);
  });

  it('calls the schema at each subscription, and passes its exceptions on', async () => {
    let asked = 0;
    const throwing = standard(undefined);
    const validate = () => {
      asked++;
      throw new Error('broken');
    };
    const result$ = checkSchema({ '~standard': { ...throwing['~standard'], validate } }, 1);
    expect(asked).toBe(0);
    await expect(lastValueFrom(result$)).rejects.toThrow('broken');
    await expect(lastValueFrom(result$)).rejects.toThrow('broken');
    expect(asked).toBe(2);
  });

  it.each([[undefined], [null], [true], [Promise.resolve()]])('throws for a schema that returns %p', async (result) => {
    await expect(checked(standard(result), 1)).rejects.toMatchObject({
      name: 'InvalidOptionsError',
      message: expect.stringMatching(/^schema: validate: returned \w+; return \{ value \} or \{ issues \}$/),
    });
  });

  it.each<[string, unknown]>([
    ['issues: a string', 'wrong'],
    ['issues: an object', {}],
    ['issues: true', true],
    ['an issue without a message or with a wrong path', [null]],
    ['an issue without a message or with a wrong path', ['wrong']],
    ['an issue without a message or with a wrong path', [{ message: 1 }]],
    ['an issue without a message or with a wrong path', [{ message: 'wrong', path: 'a' }]],
    ['an issue without a message or with a wrong path', [{ message: 'wrong', path: [null] }]],
    ['an issue without a message or with a wrong path', [{ message: 'wrong', path: [{ key: {} }] }]],
  ])('throws for a schema that returns %s', async (given, issues) => {
    await expect(checked(standard({ issues }), 1)).rejects.toMatchObject({
      name: 'InvalidOptionsError',
      message: `schema: validate: returned ${given}; return issues such as [{ message: 'is wrong', path: ['a'] }]`,
    });
  });

  it.each<[string, unknown, string]>([
    ['nowhere', undefined, ''],
    ['a property', ['a'], 'a'],
    ['a property of a property', ['a', 'b'], 'a.b'],
    ['an element', ['a', 0, 'b'], 'a[0].b'],
    ['an element of the root', [3], '[3]'],
    ['segments as objects', [{ key: 'a' }, { key: 1 }], 'a[1]'],
    ['a symbol', ['a', Symbol('s')], 'a.Symbol(s)'],
  ])('writes the path of %s', async (_, path, expected) => {
    expect(await checked(failing({ message: 'wrong', path }), 1)).toEqual([
      { issues: [{ path: expected, message: 'wrong' }] },
    ]);
  });

  it('reports all issues, and what zod/mini expected', async () => {
    expect(await checked(failing({ message: 'a' }, { message: 'b', expected: 'string' }), 1)).toEqual([
      {
        issues: [
          { path: '', message: 'a' },
          { path: '', message: 'b' },
        ],
      },
    ]);
    const schema = failing({ message: 'Invalid input', expected: 'string' }, { message: 'Invalid input', expected: 1 });
    expect(await checked(schema, 1)).toEqual([
      {
        issues: [
          { path: '', message: 'Invalid input: expected string' },
          { path: '', message: 'Invalid input' },
        ],
      },
    ]);
    expect(await checked(mini.object({ a: mini.number() }), { a: '1' })).toMatchObject([{ issues: [{ path: 'a' }] }]);
  });
});

describe('isStandardSchema', () => {
  it('distinguishes schemas from JSON Schema', () => {
    expect([z.string(), mini.string(), { type: 'string' }].map(isStandardSchema)).toEqual([true, true, false]);
  });
});
