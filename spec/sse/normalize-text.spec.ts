import { describe, expect, it } from '@jest/globals';
import { createTextNormalizer } from '../../lib/sse/normalize-text.ts';

describe('createTextNormalizer', () => {
  it.each<[string[], string[]]>([
    [['a\nb'], ['a\nb']],
    [['a\r\nb\rc\n'], ['a\nb\nc\n']],
    [['a\r\rb'], ['a\n\nb']],
    [
      ['a\r', '\nb'],
      ['a\n', 'b'],
    ],
    [
      ['a\r', 'b'],
      ['a\n', 'b'],
    ],
    [
      ['a\r', '', '\nb'],
      ['a\n', '', 'b'],
    ],
    [
      ['a\r', '\r', '\nb'],
      ['a\n', '\n', 'b'],
    ],
    [
      ['a\r', '\n', '\nb'],
      ['a\n', '', '\nb'],
    ],
    [['\n'], ['\n']],
    [
      ['\ufeffa', '\ufeffb'],
      ['a', '\ufeffb'],
    ],
    [
      ['', '\ufeffa'],
      ['', 'a'],
    ],
    [
      ['\ufeff', '\ufeffa'],
      ['', '\ufeffa'],
    ],
    [
      ['\ufeff\r', '\na'],
      ['\n', 'a'],
    ],
    [['a\ufeff'], ['a\ufeff']],
  ])('converts the pieces %j to %j', (pieces, expected) => {
    expect(pieces.map(createTextNormalizer())).toEqual(expected);
  });
});
