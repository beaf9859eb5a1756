import { describe, expect, it } from '@jest/globals';
import { cutByMatch } from '../../lib/operators/cut-by-match.ts';

/** The segments that each push returns, then the rest. */
function cut(end: RegExp, pieces: string[], closed?: RegExp) {
  const cutter = cutByMatch(end, closed);
  return [...pieces.map((piece) => cutter.push(piece)), cutter.rest()];
}

describe('cutByMatch', () => {
  it.each<[string, RegExp, string[], string[][]]>([
    ['behind each match, when more follows', /\n/, ['a\nb', '\n', 'c'], [['a\n'], [], ['b\n'], ['c']]],
    ['several segments in one piece', /\n/, ['a\nb\nc'], [['a\n', 'b\n'], ['c']]],
    ['nothing without a match', /\n/, ['a', 'b'], [[], [], ['ab']]],
    ['no empty rest', /\n/, [], [[]]],
    ['no empty segment', /x?/, ['ab'], [['a'], ['b']]],
    ['with a global and sticky expression', /\n/gy, ['ab\nc'], [['ab\n'], ['c']]],
    ['with the other flags', /X/i, ['axb'], [['ax'], ['b']]],
  ])('cuts %s', (_, end, pieces, expected) => {
    expect(cut(end, pieces)).toEqual(expected);
  });

  it('also cuts at the end of the text after a closed segment', () => {
    expect(cut(/\n/, ['a\n', 'b'], /\n$/)).toEqual([['a\n'], [], ['b']]);
  });

  it('keeps the halves of a character together', () => {
    expect(cut(/\n/, ['a\n\ud83d', '\ude00b'])).toEqual([[], ['a\n'], ['😀b']]);
    expect(cut(/\n/, ['a\n\ud83d'], /\n$/)).toEqual([['a\n'], ['\ud83d']]);
  });

  it('counts the characters it buffers, and starts over after the rest', () => {
    const cutter = cutByMatch(/\n/);
    cutter.push('a\nbc');
    expect(cutter.held()).toBe(2);
    cutter.rest();
    expect([cutter.held(), cutter.push('d\ne')]).toEqual([0, ['d\n']]);
  });

  it('looks at a long segment again only when it has grown by a sixteenth', () => {
    const cutter = cutByMatch(/\n/);
    cutter.push('x'.repeat(160));
    expect(cutter.push(`${'x'.repeat(7)}\ny`)).toEqual([]);
    expect(cutter.push('z')).toEqual([`${'x'.repeat(167)}\n`]);
  });
});
