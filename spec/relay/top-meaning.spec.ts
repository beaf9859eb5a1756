import { describe, expect, it } from '@jest/globals';
import { type Cursor, ending } from '../../lib/relay/cursor.ts';
import { meaningOf, type TopMeaning } from '../../lib/relay/top-meaning.ts';

describe('meaningOf', () => {
  it.each<[TopMeaning, Cursor | '', Cursor | '']>([
    ['ended', ending, '2-5'],
    ['fenced', '3-1', '2-5'],
    ['same', '2-5', '2-5'],
    ['same', '', ''],
    ['moved', '2-4', '2-5'],
    ['moved', '2-6', '2-5'],
    ['moved', '1-5', '2-5'],
    ['moved', '', '2-5'],
    ['moved', '2-5', ''],
  ])('is %s for the top %j after %j in epoch 2', (expected, top, known) => {
    expect(meaningOf(top, known, 2)).toBe(expected);
  });
});
