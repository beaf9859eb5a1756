import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cutText, type TextUnit } from '../../lib/operators/cut-text.ts';
import { anyText, textBits } from '../support/any-text.ts';
import { textUnits } from '../support/text-units.ts';

const anyPieces = fc
  .tuple(anyText, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }))
  .map(([text, sizes]) => {
    const pieces: string[] = [];
    for (let at = 0, i = 0; at < text.length; i++) pieces.push(text.slice(at, (at += sizes[i % sizes.length] ?? 1)));
    return pieces;
  });

/** A run of this letter has no word of the Thai dictionary: Intl.Segmenter cuts it differently from each start. */
const isWordless = (bit: string, times: number) => bit === 'ก' && times > 2;

/** Longer than the part that Intl.Segmenter reads per call, in one piece or several. */
const longPieces = fc
  .tuple(
    fc.array(
      fc.tuple(textBits, fc.constantFrom(1, 1, 1, 2, 5, 150)).filter((run) => !isWordless(...run)),
      { maxLength: 40 },
    ),
    fc.constantFrom(7, 50, 255, 100_000),
  )
  .map(([runs, size]) => {
    const text = runs.map(([bit, times]) => bit.repeat(times)).join('');
    return Array.from({ length: Math.ceil(text.length / size) }, (_, i) => text.slice(i * size, (i + 1) * size));
  });

function cutAll(by: TextUnit, pieces: readonly string[]): string[] {
  const cutter = cutText(by);
  return [...pieces.flatMap((piece) => cutter.push(piece)), ...cutter.rest()];
}

describe('cutText', () => {
  it.each(textUnits)('loses, adds and reorders nothing by %p', (by) => {
    fc.assert(
      fc.property(anyPieces, (pieces) => {
        const cutter = cutText(by);
        const segments = [...pieces.flatMap((piece) => cutter.push(piece)), ...cutter.rest()];
        expect(segments.join('')).toBe(pieces.join(''));
        expect(segments).not.toContain('');
        expect(cutter.held()).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['grapheme', 'sentence'] as const)('cuts by %s like Intl.Segmenter cuts the complete text', (granularity) => {
    const segmenter = new Intl.Segmenter(undefined, { granularity });
    fc.assert(
      fc.property(fc.oneof(anyPieces, longPieces), (pieces) => {
        const expected = Array.from(segmenter.segment(pieces.join('')), ({ segment }) => segment);
        expect(cutAll(granularity, pieces)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('cuts pieces into the words of the complete text: a word starts after white space or with letters', () => {
    const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
    fc.assert(
      fc.property(fc.oneof(anyPieces, longPieces), (pieces) => {
        const expected = [''];
        let hasLetters = false;
        for (const { segment } of segmenter.segment(pieces.join(''))) {
          const word = expected.at(-1)!;
          // Not isWordLike, which a joiner behind a word takes back.
          const isWord = /[\p{L}\p{N}]/u.test(segment);
          if ((isWord && hasLetters) || (/\s$/.test(word) && !/^\s/.test(segment))) {
            expected.push('');
            hasLetters = false;
          }
          expected.push(expected.pop()! + segment);
          hasLetters ||= isWord;
        }
        expect(cutAll('word', pieces)).toEqual(expected.filter((word) => word !== ''));
      }),
      { numRuns: 300 },
    );
  });
});
