import { describe, expect, it } from '@jest/globals';
import { wrapWords } from '../../lib/cli/wrap-words.ts';

function wrapped(pieces: readonly string[], columns?: number): string {
  const wrap = wrapWords(columns);
  return pieces.map((piece) => wrap.push(piece)).join('') + wrap.rest();
}

describe('wrapWords', () => {
  it.each([
    ['breaks a line at a space', ['one two three'], 'one two\nthree'],
    ['fills a line to the last column', ['one four five'], 'one four\nfive'],
    ['keeps words in pieces together', ['on', 'e tw', 'o thr', 'ee'], 'one two\nthree'],
    ['keeps the breaks and the indentation of the text', ['one\n  two\n\nthree'], 'one\n  two\n\nthree'],
    ['counts from a break of the text', ['one two\nthree six'], 'one two\nthree\nsix'],
    ['leaves a word that is longer than a line', ['a incomprehensible b'], 'a\nincomprehensible\nb'],
  ])('%s', (_, pieces, text) => {
    expect(wrapped(pieces, 8)).toBe(text);
  });

  it.each([undefined, 0])('passes text on immediately where the columns are %s', (columns) => {
    const wrap = wrapWords(columns);
    expect([wrap.push('half a wo'), wrap.push('rd'), wrap.rest()]).toEqual(['half a wo', 'rd', '']);
  });

  it('keeps the halves of a character together without columns', () => {
    const wrap = wrapWords();
    expect([wrap.push('a\ud83d'), wrap.push('\ude00b\ud83d'), wrap.rest()]).toEqual(['a', '😀b', '\ud83d']);
  });

  it('waits for the end of a word only', () => {
    const wrap = wrapWords(80);
    expect([wrap.push('one tw'), wrap.push('o '), wrap.rest()]).toEqual(['one', ' two', '']);
  });
});
