import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Chunking, chunker } from '../../lib/testing/chunking.ts';

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

  it('returns one chunk, one per frame, or one per byte', () => {
    const bytes = encode('data: a\n\ndata: b\n\n');
    expect(Array.from(chunker('whole')(bytes), ({ length }) => length)).toEqual([18]);
    expect(Array.from(chunker('event')(bytes), ({ length }) => length)).toEqual([9, 9]);
    expect(Array.from(chunker('byte')(bytes), ({ length }) => length)).toEqual(Array(18).fill(1));
  });

  it('cuts by seed: the same places for the same seed, also inside characters', () => {
    const bytes = encode('👍'.repeat(200));
    const sizes = (seed: number) => Array.from(chunker({ random: seed })(bytes), ({ length }) => length);
    expect(sizes(1)).toEqual(sizes(1));
    expect(sizes(1)).not.toEqual(sizes(2));
    expect(sizes(1).some((size) => size % 4 !== 0)).toBe(true);
    expect(sizes(1).filter((size) => size <= 4).length).toBeGreaterThan(sizes(1).length / 3);
    expect(Math.max(...sizes(1))).toBeLessThanOrEqual(64);
  });

  it('cuts with a function', () => {
    const bytes = encode('abc');
    expect(chunker((all) => [all.subarray(0, 1), all.subarray(1)])(bytes)).toEqual([encode('a'), encode('bc')]);
  });
});
