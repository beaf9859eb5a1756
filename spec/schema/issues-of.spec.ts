import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { issuesOf } from '../../lib/schema/issues-of.ts';

describe('issuesOf', () => {
  it('writes each path like code', () => {
    const schema = z.object({ a: z.array(z.object({ b: z.string('no text') })), c: z.number('no number') });
    const { error } = schema.safeParse({ a: [{ b: 'x' }, { b: 1 }], c: '1' });
    expect(issuesOf(error!)).toEqual([
      { path: 'a[1].b', message: 'no text' },
      { path: 'c', message: 'no number' },
    ]);
  });

  it('of the root have an empty path, and of an element of the root begin with it', () => {
    expect(issuesOf(z.string('no text').safeParse(1).error!)).toEqual([{ path: '', message: 'no text' }]);
    expect(issuesOf(z.array(z.string('no text')).safeParse([1]).error!)).toEqual([{ path: '[0]', message: 'no text' }]);
  });
});
