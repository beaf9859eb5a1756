import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/v4/core';
import { issuesOf } from '../../lib/schema/issues-of.ts';
import { check, checkPart, custom, looseObject } from '../../lib/schema/kinds.ts';
import { typedObject } from '../../lib/schema/typed-object.ts';
import { list } from '../../lib/schema/values.ts';

const withNumber = looseObject({ n: custom<number>(Number.isFinite, 'no number') });
const eachWithNumber = check<unknown[]>(({ value, issues }) =>
  value.forEach((item, i) => checkPart(issues, [i], withNumber, item)),
);
const schema = typedObject({ a: withNumber, b: looseObject({ list: list('no list', eachWithNumber) }) });
const issues = (value: unknown) => issuesOf(schema, value);

describe('typedObject', () => {
  it.each<[string, unknown]>([
    ['of a type whose schema it follows', { type: 'a', n: 1, newer: 'x' }],
    ['of an unknown type', { type: 'c', n: 'x' }],
    ['of a type named like a method', { type: 'constructor' }],
  ])('accepts an object %s', (_, value) => {
    expect(issues(value)).toEqual([]);
    expect(z.parse(schema, value)).toEqual(value);
  });

  it.each<[unknown, string, string]>([
    [{ type: 'a', n: 'x' }, 'n', 'no number'],
    [{ type: 'b', list: [{ n: 1 }, { n: 'x' }] }, 'list[1].n', 'no number'],
    [{ type: 7 }, 'type', 'must be a string'],
    [{}, 'type', 'must be a string'],
    [null, '', 'must be an object'],
    ['x', '', 'must be an object'],
  ])('reports the issue of %j', (value, path, message) => {
    expect(issues(value)).toEqual([{ path, message }]);
  });
});
