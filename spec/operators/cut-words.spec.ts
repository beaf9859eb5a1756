import { describe, expect, it } from '@jest/globals';
import { cutWords } from '../../lib/operators/cut-words.ts';

function cut(...pieces: string[]) {
  const cutter = cutWords();
  return [...pieces.map((piece) => cutter.push(piece)), cutter.rest()];
}

describe('cutWords', () => {
  it.each<[string[], string[][]]>([
    [['Hello there'], [['Hello '], ['there']]],
    [
      ['Hel', 'lo ', 'there'],
      [[], [], ['Hello '], ['there']],
    ],
    [['a, b'], [['a, '], ['b']]],
    [['(a) b'], [['(a) '], ['b']]],
    [['  a b'], [['  ', 'a '], ['b']]],
    [['a  \n b'], [['a  \n '], ['b']]],
    [['a - b'], [['a ', '- '], ['b']]],
    [['1 2'], [['1 '], ['2']]],
    [[''], [[], []]],
  ])('of the pieces %j', (pieces, expected) => {
    expect(
      cut(...pieces)
        .flat()
        .join(''),
    ).toBe(pieces.join(''));
    expect(cut(...pieces)).toEqual(expected);
  });

  it('waits for more of a script without spaces, in which later text may change a word', () => {
    const text = '日本語の文章を書くのはとても楽しいことです';
    const pushed = cutWords().push(text.slice(0, 10));
    expect(pushed).toEqual([]);
    expect(cut(text).flat().join('')).toBe(text);
    expect(cut(...Array.from(text)).flat()).toEqual(cut(text).flat());
  });

  it('counts the characters it buffers', () => {
    const cutter = cutWords();
    cutter.push('Hello the');
    expect(cutter.held()).toBe(3);
    cutter.rest();
    expect(cutter.held()).toBe(0);
  });
});
