import { describe, expect, it } from '@jest/globals';
import { issueTexts } from '../../lib/errors/issue-texts.ts';

describe('issueTexts', () => {
  const issues = (length: number) => Array.from({ length }, (_, i) => ({ path: `[${i}]`, message: 'is wrong' }));

  it('starts each text with the path, or with the root', () => {
    const mixed = [
      { path: 'a.b', message: 'is wrong' },
      { path: '', message: 'is empty' },
    ];
    expect(issueTexts(mixed)).toEqual(['a.b: is wrong', 'is empty']);
    expect(issueTexts(mixed, { root: 'params ' })).toEqual(['a.b: is wrong', 'params is empty']);
  });

  it('counts the issues after the tenth, and the others', () => {
    expect(issueTexts(issues(10))).toHaveLength(10);
    expect(issueTexts(issues(200_000)).slice(9)).toEqual(['[9]: is wrong', 'and 199990 more']);
    expect(issueTexts(issues(1), { more: 2 })).toEqual(['[0]: is wrong', 'and 2 more']);
    expect(issueTexts([])).toEqual([]);
  });

  it('shortens a long text between two characters', () => {
    const of = (message: string) => issueTexts([{ path: '', message }])[0];
    expect(of('x'.repeat(500))).toBe('x'.repeat(500));
    expect(of('x'.repeat(501))).toBe(`${'x'.repeat(500)}…`);
    expect(of(`${'x'.repeat(499)}😀`)).toBe(`${'x'.repeat(499)}…`);
  });
});
