import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Chunking, chunker } from '../../lib/testing/chunking.ts';
import { sseFrames } from '../../lib/testing/sse-frames.ts';
import { tokenPieces } from '../../lib/testing/token-pieces.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const joined = (chunks: Iterable<Uint8Array>) => Array.from(chunks, (chunk) => [...chunk]).flat();

const lines = fc.array(fc.constantFrom('\n', '\r', '\r\n', 'data: ü', 'event: x', '👍', ':'), { maxLength: 40 });

describe('chunker', () => {
  it.each<Chunking>(['whole', 'event', 'byte', { random: 3 }])('loses nothing in chunks: %j', (chunking) => {
    fc.assert(
      fc.property(lines, (parts) => {
        const bytes = encode(parts.join(''));
        expect(joined(chunker(chunking)(bytes))).toEqual([...bytes]);
      }),
    );
  });

  it('gives one chunk, one a frame, or one a byte', () => {
    const bytes = encode('data: a\n\ndata: b\n\n');
    expect(Array.from(chunker('whole')(bytes), ({ length }) => length)).toEqual([18]);
    expect(Array.from(chunker('event')(bytes), ({ length }) => length)).toEqual([9, 9]);
    expect(Array.from(chunker('byte')(bytes), ({ length }) => length)).toEqual(Array(18).fill(1));
  });

  it('cuts the same way for the same seed, another way for another, and inside characters', () => {
    const bytes = encode('👍'.repeat(200));
    const sizes = (seed: number) => Array.from(chunker({ random: seed })(bytes), ({ length }) => length);
    expect(sizes(1)).toEqual(sizes(1));
    expect(sizes(1)).not.toEqual(sizes(2));
    expect(sizes(1).some((size) => size % 4 !== 0)).toBe(true);
    expect(sizes(1).filter((size) => size <= 4).length).toBeGreaterThan(sizes(1).length / 3);
    expect(Math.max(...sizes(1))).toBeLessThanOrEqual(64);
  });

  it('leaves the cutting to a function', () => {
    const bytes = encode('abc');
    expect(chunker((all) => [all.subarray(0, 1), all.subarray(1)])(bytes)).toEqual([encode('a'), encode('bc')]);
  });
});

describe('sseFrames', () => {
  it.each([
    ['LF', 'a\n\nb\n\n', ['a\n\n', 'b\n\n']],
    ['CRLF', 'a\r\n\r\nb\r\n\r\n', ['a\r\n\r\n', 'b\r\n\r\n']],
    ['CR', 'a\r\rb\r\r', ['a\r\r', 'b\r\r']],
    ['a rest without a blank line', 'a\n\nb\n', ['a\n\n', 'b\n']],
    ['nothing', '', []],
  ])('cuts after blank lines: %s', (_name, text, frames) => {
    expect(Array.from(sseFrames(encode(text)), (frame) => new TextDecoder().decode(frame))).toEqual(frames);
  });
});

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
