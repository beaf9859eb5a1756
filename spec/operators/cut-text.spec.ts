import { describe, expect, it } from '@jest/globals';
import { cutText, heldAtMost, type TextUnit } from '../../lib/operators/cut-text.ts';

function cut(by: TextUnit, pieces: readonly string[]): string[] {
  const cutter = cutText(by);
  return [...pieces.flatMap((piece) => cutter.push(piece)), ...cutter.rest()];
}

function inPiecesOf(length: number, text: string): string[] {
  return Array.from({ length: Math.ceil(text.length / length) }, (_, i) => text.slice(i * length, (i + 1) * length));
}

const tables: [TextUnit, string[]][] = [
  ['grapheme', ['e\u0301', '👩‍👩‍👧', '🇫🇷', '🇩🇪', '👍🏽', '\r\n', 'ง', 'ล', 'ม', '한', 'क्षि', '😀']],
  ['word', ['I ', "can't ", 'pay ', '3.50, ', '"really"! ', 'foo(', 'bar) ', '👩‍👩‍👧 ', 'a_b.c\n\n', '- ', 'end']],
  ['word', ['今天', '天气', '很好，', '我们', '去', '公园', '散步', '吧。']],
  ['word', ['昨日', 'は', '東京', 'に', '行', 'って、', 'とても', '美味しい', 'ラーメン']],
  ['word', ['สวัสดี', 'ครับ', 'วัน', 'นี้', 'อากาศ', 'ดี', 'มาก', 'เรา', 'ไป', 'เที่ยว', 'ทะเล']],
  ['word', ['שלום ', 'עולם, ', 'صباح ', 'الخير ', '(ok)']],
  ['line', ['one\n', '\n', 'two\r\n', 'three\r', 'four']],
  ['sentence', ['He said 3.5 etc. and left. ', 'Why? ', '1. ', 'This. ', '你好。', '再见！', 'No stop\n', '- x']],
  [/[,;]\s*/, ['a,  ', 'b;', 'c']],
  [/(?=#)/, ['x', '#y', '##z'.slice(0, 1), '#z']],
];

describe('cutText', () => {
  it.each(tables)('cuts by %p the same in one piece and in pieces of any length: %j', (by, segments) => {
    const text = segments.join('');
    expect(cut(by, [text])).toEqual(segments);
    for (const length of [1, 2, 3, 5, 8])
      expect({ length, cut: cut(by, inPiecesOf(length, text)) }).toEqual({ length, cut: segments });
  });

  it.each([
    ['grapheme', ['e', '\u0301', 'x'], [[], [], ['e\u0301']]],
    ['word', ['can', "'", 't ', 'b'], [[], [], [], ["can't "]]],
    ['line', ['a\r', '\nb\n', 'c'], [[], ['a\r\n', 'b\n'], []]],
    ['sentence', ['It is 3. ', '4 of ', 'us. So '], [[], [], ['It is 3. 4 of us. ']]],
    [/\s+/, ['a ', ' ', 'b'], [[], [], ['a  ']]],
  ] satisfies [TextUnit, string[], string[][]][])(
    'emits a segment by %p when it is certain: %j',
    (by, pieces, expected) => {
      const cutter = cutText(by);
      expect(pieces.map((piece) => cutter.push(piece))).toEqual(expected);
    },
  );

  it('does not change the RegExp of the caller', () => {
    const by = /,/g;
    by.lastIndex = 7;
    expect(cut(by, ['a,b,c'])).toEqual(['a,', 'b,', 'c']);
    expect(by.lastIndex).toBe(7);
  });

  it.each<TextUnit>([/#/, 'line'])('matches a long open segment by %p seldom enough to stay linear', (by) => {
    let looked = 0;
    class Counting extends RegExp {
      override [Symbol.matchAll](text: string) {
        looked += text.length;
        return super[Symbol.matchAll](text);
      }
    }
    const original = globalThis.RegExp;
    globalThis.RegExp = Counting as RegExpConstructor;
    try {
      const cutter = cutText(by);
      for (let i = 0; i < 12_000; i++) cutter.push('abcde');
    } finally {
      globalThis.RegExp = original;
    }
    expect(looked).toBeGreaterThan(60_000);
    expect(looked).toBeLessThan(60_000 * 20);
  });

  it.each<[TextUnit, string, string]>([
    ['word', 'a', 'aaaa 😀'],
    ['grapheme', 'a\u0301', '\u0301'],
    ['sentence', 'a', ' b'],
    ['line', 'a', '😀'],
    [/#/, 'a', '😀'],
  ])('cuts a segment by %p that never ends when it is longer than its bound', (by, start, more) => {
    const cutter = cutText(by);
    const text = start + more.repeat(70_000 / more.length);
    const segments: string[] = [];
    let held = 0;
    for (const piece of inPiecesOf(7, text)) {
      segments.push(...cutter.push(piece));
      held = Math.max(held, cutter.held());
    }
    expect(held).toBeLessThanOrEqual(heldAtMost);
    expect([...segments, ...cutter.rest()].join('')).toBe(text);
    expect(segments.filter((segment) => /[\ud800-\udbff]$/.test(segment))).toEqual([]);
  });
});
