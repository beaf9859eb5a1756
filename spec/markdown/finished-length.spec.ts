import { describe, expect, it } from '@jest/globals';
import { Lexer } from 'marked';
import { finishedLength } from '../../lib/markdown/finished-length.ts';

const split = (text: string) => {
  const length = finishedLength(text, Lexer.lex(text));
  return [text.slice(0, length), text.slice(length)];
};

describe('finishedLength', () => {
  it.each([
    ['a\n\n', 'b'],
    ['a\n\n', '- '],
    ['- a\n\n', 'b'],
    ['- a\n\n', '* b\n'],
    ['> a\n\n', '> b'],
    ['    a\n\n', 'b'],
    ['| a |\n|---|\n\n', 'b'],
    ['<div>\n\n', 'b'],
    ['<!-- a -->\n\n', 'b'],
    ['[a]: b\n\n', '"c"'],
    ['# a\n', 'b\n'],
    ['```\na\n```\n', 'b\n'],
    ['- a\n', '```\nb'],
    ['a\n', '# b\n'],
    ['---\n', 'a\n'],
    ['a\n\nb\n\n', 'c'],
  ])('finishes %j before %j', (finished, open) => {
    expect(split(finished + open)).toEqual([finished, open]);
  });

  it.each([
    'a\n\n',
    'a\nb',
    'a\n===\n',
    '- a\n\n-',
    '- a\n\n  b',
    '- a\n\n- b\n',
    '1. a\n\n2',
    '    a\n\n    b',
    '```\na\n\nb',
    '<script>\n\na',
    '<!-- a\n\nb',
    '# a\nb',
    '# a\n',
    'a\n- b\n',
    '[a]: b "c\n# d\ne\n',
    '\n\n',
  ])('finishes nothing of %j', (text) => {
    expect(split(text)).toEqual(['', text]);
  });
});
