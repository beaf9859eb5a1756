import { describe, expect, it } from '@jest/globals';
import { readSegments } from '../../lib/operators/read-segments.ts';

/** All segments but the last are certain. */
const reader = () => readSegments('grapheme', (segments) => segments.length - 1);
const texts = (segments: readonly { segment: string }[]) => segments.map(({ segment }) => segment);

describe('readSegments', () => {
  it('returns the certain segments, and the one after them', () => {
    const { push, rest, held } = reader();
    const { segments, next } = push('abc');
    expect([texts(segments), next?.segment, held()]).toEqual([['a', 'b'], 'c', 1]);
    expect(texts(push('d').segments)).toEqual(['c']);
    expect([texts(rest()), held()]).toEqual([['d'], 0]);
  });

  it('returns nothing for empty text', () => {
    expect([reader().push(''), reader().rest()]).toEqual([{ segments: [], next: undefined }, []]);
  });

  it('keeps the halves of a character together, except at the end', () => {
    const { push, rest } = reader();
    expect(texts(push('a\ud83d').segments)).toEqual([]);
    expect(texts(push('\ude00b').segments)).toEqual(['a', '😀']);
    push('\ud83d');
    expect(texts(rest())).toEqual(['b', '\ud83d']);
  });

  it.each([255, 256, 257, 1_000])('reads %d segments through its windows', (length) => {
    const text = Array.from({ length }, (_, n) => String(n % 10)).join('');
    const { push, rest } = reader();
    expect([...texts(push(text).segments), ...texts(rest())].join('')).toBe(text);
  });

  it('reads a segment that is longer than a window, as one', () => {
    const long = `e${'\u0301'.repeat(700)}`;
    const { push, rest } = reader();
    expect(texts(push(`${long}ab`).segments)).toEqual([long, 'a']);
    expect(texts(rest())).toEqual(['b']);
  });

  it('looks at a long open segment again only when it has grown by a sixteenth', () => {
    let looks = 0;
    const { push } = readSegments('word', () => {
      looks++;
      return 0;
    });
    push('x'.repeat(160));
    const before = looks;
    for (let n = 0; n < 9; n++) push('x');
    expect(looks).toBe(before);
    push('x');
    expect(looks).toBeGreaterThan(before);
  });
});
