import { describe, expect, it } from '@jest/globals';
import { custom, looseObject } from '../../lib/schema/kinds.ts';
import { ProblemList } from '../../lib/schema/problem-list.ts';

describe('ProblemList', () => {
  it('keeps ten issues and counts the others', () => {
    const list = new ProblemList();
    for (let n = 1; n <= 12; n++) list.add(`p${n}`, 'wrong');
    expect(list.issues.map(({ path }) => path)).toEqual(Array.from({ length: 10 }, (_, n) => `p${n + 1}`));
    expect(list.more).toBe(2);
  });

  it('is empty at first, and counts no others up to ten', () => {
    const list = new ProblemList();
    expect([list.issues, list.more]).toEqual([[], 0]);
    for (let n = 1; n <= 10; n++) list.add('p', 'wrong');
    expect(list.more).toBe(0);
  });

  it('adds the issues of a schema, below its path', () => {
    const list = new ProblemList();
    const schema = looseObject({ a: custom((value) => typeof value === 'string', 'no text') }, 'no object');
    list.check('at', schema, { a: 1 });
    list.check('at', schema, 1);
    list.check('', schema, { a: 1 });
    list.check('at', schema, { a: 'x' });
    expect(list.issues).toEqual([
      { path: 'at.a', message: 'no text' },
      { path: 'at', message: 'no object' },
      { path: 'a', message: 'no text' },
    ]);
  });
});
