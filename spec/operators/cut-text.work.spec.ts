import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { cutText, type TextUnit } from '../../lib/operators/cut-text.ts';

afterEach(() => void jest.restoreAllMocks());

/** What V8's Segmenter takes time for: for each segment it reads, the length of the text it was given. */
function segmenterWork(work: () => void): number {
  let units = 0;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the Segmenter below
  const segment = Intl.Segmenter.prototype.segment;
  jest.spyOn(Intl.Segmenter.prototype, 'segment').mockImplementation(function (this: Intl.Segmenter, text) {
    const segments = segment.call(this, text);
    return {
      *[Symbol.iterator]() {
        units += text.length;
        for (const found of segments) {
          units += text.length;
          yield found;
        }
      },
    } as unknown as Intl.Segments; // the part that is used
  });
  work();
  jest.restoreAllMocks();
  return units;
}

const texts: Record<string, string> = {
  words: 'ab ',
  'one word': 'x',
  'one cluster of marks': '\u0301',
  'blank lines': '\n',
  spaces: ' ',
  stops: '. ',
  numbers: '1. ',
  brackets: '(',
  'Chinese without a space': '今天天气很好我们去公园',
  emoji: '👩‍👩‍👧',
  'one cluster, then words': '',
};

const textOf = (name: string, length: number) =>
  name === 'one cluster, then words'
    ? `a${'\u0301'.repeat(length / 2)}${'b '.repeat(length / 4)}`
    : `a${texts[name]!.repeat(length / texts[name]!.length)}`;

describe.each(Object.keys(texts))('cutText of %s', (name) => {
  it.each<TextUnit>(['grapheme', 'word', 'sentence'])(
    'keeps the work of Intl.Segmenter in proportion to the text by %p',
    (by) => {
      for (const [length, size] of [
        [4_000, 4],
        [8_000, 4],
        [8_000, Infinity],
      ] as const) {
        const text = textOf(name, length);
        const work = segmenterWork(() => {
          const cutter = cutText(by);
          for (let at = 0; at < text.length; at += size) cutter.push(text.slice(at, at + size));
          cutter.rest();
        });
        // A window has 256 code units, and is read twice where words depend on what follows.
        expect(work).toBeGreaterThan(0);
        expect(work).toBeLessThan(600 * length);
      }
    },
  );
});
