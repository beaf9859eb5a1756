import { describe, expect, it } from '@jest/globals';
import { concat, from, lastValueFrom, of, throwError, toArray } from 'rxjs';
import { encodeText } from '../../lib/bridges/encode-text.ts';

const bytesOf = (texts: readonly string[]) => lastValueFrom(from(texts).pipe(encodeText(), toArray()));
const decoded = (chunks: readonly Uint8Array[]) => chunks.map((chunk) => new TextDecoder().decode(chunk));

describe('encodeText', () => {
  it.each<[readonly string[], readonly string[]]>([
    [[], []],
    [
      ['one', '', 'ß世'],
      ['one', 'ß世'],
    ],
    [
      ['a\ud83d', '\ude00b'],
      ['a', '😀b'],
    ],
    [['\ud83d', '\ude00'], ['😀']],
    [
      ['a\ud83d', 'b'],
      ['a', '\ufffdb'],
    ],
    [
      ['a\ud83d', ''],
      ['a', '\ufffd'],
    ],
  ])('encodes %j', async (texts, expected) => {
    expect(decoded(await bytesOf(texts))).toEqual(expected);
  });

  it('encodes each subscription on its own, and passes errors on', async () => {
    const failing$ = concat(
      of('a\ud83d'),
      throwError(() => new Error('failed')),
    ).pipe(encodeText());
    for (let i = 0; i < 2; i++) {
      const seen: Uint8Array[] = [];
      await new Promise<void>((resolve) => {
        failing$.subscribe({ next: (bytes) => seen.push(bytes), error: () => resolve() });
      });
      expect(decoded(seen)).toEqual(['a']);
    }
  });
});
