import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { tokenPieces } from '../../lib/testing/token-pieces.ts';


describe('tokenPieces', () => {
  it('loses nothing and cuts no code point', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const pieces = tokenPieces(text);
        expect(pieces.join('')).toBe(text);
        expect(pieces.every((piece) => piece.length > 0 && !/\p{Surrogate}/u.test(piece))).toBe(true);
      }),
    );
  });

  it('keeps a word with the space before it, and cuts long words and numbers', () => {
    expect(tokenPieces("It's a lighthouse, 12345 m\n\nhigh")).toEqual([
      "It's",
      ' a',
      ' lighthou',
      'se',
      ',',
      ' 123',
      '45',
      ' m',
      '\n\n',
      'high',
    ]);
  });
});
