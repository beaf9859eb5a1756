import { describe, expect, it } from '@jest/globals';
import { issuesOf } from '../../lib/schema/issues-of.ts';
import { check, checkPart, custom, looseObject } from '../../lib/schema/kinds.ts';
import { list } from '../../lib/schema/values.ts';

const text = custom<string>((value) => typeof value === 'string', 'no text');
const number = custom<number>(Number.isFinite, 'no number');
const listOf = (item: typeof text | ReturnType<typeof looseObject>) =>
  list(
    'no list',
    check(({ value, issues }) => value.forEach((part, i) => checkPart(issues, [i], item, part))),
  );

describe('issuesOf', () => {
  it('writes each path like code', () => {
    const schema = looseObject({ a: listOf(looseObject({ b: text })), c: number });
    expect(issuesOf(schema, { a: [{ b: 'x' }, { b: 1 }], c: '1' })).toEqual([
      { path: 'a[1].b', message: 'no text' },
      { path: 'c', message: 'no number' },
    ]);
  });

  it('of the root have an empty path, and of an element of the root begin with it', () => {
    expect(issuesOf(text, 1)).toEqual([{ path: '', message: 'no text' }]);
    expect(issuesOf(listOf(text), [1])).toEqual([{ path: '[0]', message: 'no text' }]);
  });

  it('begin with the path of the value', () => {
    expect(issuesOf(text, 1, 'at')).toEqual([{ path: 'at', message: 'no text' }]);
    expect(issuesOf(looseObject({ b: text }), { b: 1 }, 'at[2]')).toEqual([{ path: 'at[2].b', message: 'no text' }]);
  });

  it('lists nothing for a value that the schema accepts', () => {
    expect(issuesOf(looseObject({ a: listOf(text) }), { a: ['x'] })).toEqual([]);
  });
});
