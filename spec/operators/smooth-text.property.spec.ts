import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Subject, VirtualTimeScheduler } from 'rxjs';
import { cutText, type TextUnit } from '../../lib/operators/cut-text.ts';
import { smoothText } from '../../lib/operators/smooth-text.ts';

const units: TextUnit[] = ['grapheme', 'word', 'line', 'sentence', /[,.;]\s+/, /\b/gy, /(?:)/u, /\n\n+/];

/** Text that is easy to cut in the wrong place, in pieces of any length. */
const bits = fc.constantFrom(
  ...['a', 'B', ' ', '  ', '\n', '\r\n', '\r', '.', '. ', '! ', "'", '"', ',', '3', '.5', '_', '-', '\u00ad', '\u2029'],
  ...[
    '👩‍👩‍👧',
    '🇫🇷',
    '🇩',
    '👍🏽',
    '🏽',
    '\u200d',
    '❤️',
    'é',
    'e\u0301',
    '\u0301\u0302',
    'ก',
    'นี้',
    '한',
    'ᄒ',
    'ᅡ',
    'क्षि',
    '्',
  ],
  ...['日本語', '。', 'ラーメン', '你好，', 'สวัสดี', 'שלום', 'مرحبا ', '\u202e', '\ud83d', '\ude00', '\udfff', '\0'],
);
const anyText = fc.oneof(
  fc.array(bits, { maxLength: 40 }).map((all) => all.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

describe('smoothText', () => {
  it('gives each segment in time and all of the text, whenever the pieces come', () => {
    const arrivals = fc.array(fc.tuple(fc.nat(120), anyText), { maxLength: 12 });
    fc.assert(
      fc.property(arrivals, fc.constantFrom(...units), fc.integer({ min: 20, max: 300 }), (pieces, by, targetLag) => {
        const scheduler = new VirtualTimeScheduler();
        const source = new Subject<string>();
        const wholeAt: number[] = [];
        const seen: [at: number, segment: string][] = [];
        source
          .pipe(smoothText({ by, targetLag, scheduler }))
          .subscribe((segment) => seen.push([scheduler.now(), segment]));
        const reference = cutText(by);
        let at = 0;
        for (const [gap, piece] of pieces) {
          const time = (at += gap);
          for (const _ of reference.push(piece)) wholeAt.push(time);
          scheduler.schedule(() => source.next(piece), time);
        }
        scheduler.flush();
        expect(seen.length).toBe(wholeAt.length);
        expect(seen.filter(([time], i) => time > (wholeAt[i] ?? 0) + targetLag)).toEqual([]);
        source.complete();
        expect(seen.map(([, segment]) => segment).join('')).toBe(pieces.map(([, piece]) => piece).join(''));
      }),
      { numRuns: 300 },
    );
  });
});
