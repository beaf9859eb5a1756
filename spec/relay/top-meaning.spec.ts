import { describe, expect, it } from '@jest/globals';
import { type Cursor, ending } from '../../lib/relay/cursor.ts';
import { meaningOf, type TopMeaning } from '../../lib/relay/top-meaning.ts';

describe('meaningOf', () => {
  it.each<[TopMeaning, Cursor | '']>([
    ['ended', ending],
    ['fenced', '3-1'],
    ['open', '2-5'],
    ['open', '1-5'],
    ['open', ''],
  ])('is %s for the top %j in epoch 2', (expected, top) => {
    expect(meaningOf(top, 2)).toBe(expected);
  });
});
