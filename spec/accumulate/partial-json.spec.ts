import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PartialJson } from '../../lib/accumulate/partial-json.ts';

/** The value of `text`, fed in pieces of `size` characters; the word `rejected` for invalid JSON. */
function read(text: string, { closedStrings = false, size = text.length || 1 } = {}): unknown {
  const json = new PartialJson({ closedStrings });
  for (let at = 0; at < text.length; at += size) json.feed(text.slice(at, at + size));
  return json.error === undefined && json.value !== undefined ? json.value : 'rejected';
}

describe('PartialJson', () => {
  it.each<[string, unknown]>([
    ['{', {}],
    ['{"', {}],
    ['{"a', {}],
    ['{"a"', {}],
    ['{"a":', {}],
    ['{"a":1', {}],
    ['{"a":1 ', { a: 1 }],
    ['{"a":1,', { a: 1 }],
    ['{"a":1,"b":-', { a: 1 }],
    ['{"a":1.5e', {}],
    ['{"a":1e10,', { a: 1e10 }],
    ['{"a":tru', {}],
    ['{"a":true', { a: true }],
    ['{"a":nul', {}],
    ['[0.5e-3,-0,1E+2]', [0.5e-3, -0, 100]],
    ['[1-,', 'rejected'],
    ['[1.5.,', 'rejected'],
    ['[1e5e,', 'rejected'],
    ['[1e--', 'rejected'],
    ['[+', 'rejected'],
    ['[--', []],
    ['[1.  ', []],
    ['[1.  ]', 'rejected'],
    ['[tru  ', []],
    ['[tru  e]', 'rejected'],
    ['[', []],
    ['[1,2', [1]],
    ['[1,2]', [1, 2]],
    ['[[1,2],[3', [[1, 2], []]],
    ['{"a":{"b":[', { a: { b: [] } }],
    ['{"a":1,"a":2}', { a: 2 }],
    ['"abc"', 'abc'],
    ['12 ', 12],
    ['null', null],
    ['', 'rejected'],
    ['  ', 'rejected'],
    ['\ufeff{}', 'rejected'],
    ['{"a":}', 'rejected'],
    ['{"a":1,}', 'rejected'],
    ['{"a":1,,', 'rejected'],
    ['{"a" "b"', 'rejected'],
    ['{"a":01}', 'rejected'],
    ['{"a":1.}', 'rejected'],
    ['{"a":+1}', 'rejected'],
    ['{"a":tru,', 'rejected'],
    ['{"a":True', 'rejected'],
    ['{"a":NaN}', 'rejected'],
    ['{"a":"tab\tx"}', 'rejected'],
    ['{"a":"\\x"', 'rejected'],
    ['{"a":"\\u00"', 'rejected'],
    ['{]', 'rejected'],
    ['[1}', 'rejected'],
    ['{}}', 'rejected'],
    ['{}x', 'rejected'],
    ['{"a":1}{"b":2}', 'rejected'],
    ['{"a":1/*c*/}', 'rejected'],
  ])('reads %j as %j, in one piece and in single characters', (text, value) => {
    expect(read(text)).toStrictEqual(value);
    expect(read(text, { size: 1 })).toStrictEqual(value);
  });

  it.each([
    ['{"text":"Hel', 'Hel', undefined],
    ['{"text":"', '', undefined],
    ['{"text":"a\\', 'a', undefined],
    ['{"text":"a\\n', 'a\n', undefined],
    ['{"text":"a\\u00', 'a', undefined],
    ['{"text":"a\\u0041', 'aA', undefined],
    ['{"text":"a\\ud83d', 'a', undefined],
    ['{"text":"a\\ud83d\\ude', 'a', undefined],
    ['{"text":"a\\ud83d\\ude00', 'a😀', undefined],
    ['{"text":"a\ud83d', 'a', undefined],
    ['{"text":"a😀', 'a😀', undefined],
    ['{"text":"a\\ud83d"', 'a\ud83d', 'a\ud83d'],
    ['{"text":"Hello"', 'Hello', 'Hello'],
  ])('reads the open string of %j as %j, and with closed strings as %j', (text, growing, closed) => {
    for (const size of [1, 2, 100]) {
      expect(read(text, { size })).toStrictEqual({ text: growing });
      expect(read(text, { size, closedStrings: true })).toStrictEqual(closed === undefined ? {} : { text: closed });
    }
  });

  it('keeps half a character of one string out of the next', () => {
    for (const size of [1, 3, 100]) expect(read('["a\\ud83d","b"]', { size })).toEqual(['a\ud83d', 'b']);
  });

  it('quotes only the end of a long word in its error', () => {
    const json = new PartialJson();
    json.feed(`[${'-'.repeat(1_000)}x`);
    expect(json.error).toBe(`unexpected x after ${'-'.repeat(20)}`);
  });

  it('keeps the last good value before invalid JSON', () => {
    const json = new PartialJson();
    json.feed('{"a":[1,2');
    json.feed(']x');
    json.feed(']}');
    expect(json.error).toBe('unexpected character "x"');
    expect(json.value).toEqual({ a: [1, 2] });
    expect(json.complete).toBe(false);
  });

  it.each(['[', '{', ']', '"x"', 'true'])(
    'reports a misplaced colon at the next token, %s, and ignores that token',
    (token) => {
      const json = new PartialJson();
      json.feed('[1,:');
      expect(json.error).toBeUndefined();
      json.feed(token);
      expect([json.error, json.value]).toEqual(['unexpected :', [1]]);
    },
  );

  it('is complete with the last bracket, and no longer with anything after it', () => {
    const json = new PartialJson();
    json.feed('{"a":"}');
    expect(json.complete).toBe(false);
    json.feed('"}\n');
    expect(json.complete).toBe(true);
    json.feed(',');
    expect(json.complete).toBe(false);
  });

  it('returns the same object while nothing changes, and the same unchanged parts', () => {
    const json = new PartialJson();
    json.feed('{"done":{"x":1},"list":[{"y":2}');
    const before = json.value as { done: object; list: object[] };
    json.feed(' , 1');
    expect(json.value).toBe(before);
    json.feed('2,');
    const after = json.value as typeof before;
    expect(after).toEqual({ done: { x: 1 }, list: [{ y: 2 }, 12] });
    expect(before).toEqual({ done: { x: 1 }, list: [{ y: 2 }] });
    expect(after.done).toBe(before.done);
    expect(after.list[0]).toBe(before.list[0]);
  });

  it.each<[string, unknown, unknown]>([
    ['"ab', 'ab', undefined],
    ['["ab', ['ab'], []],
    ['["a","b', ['a', 'b'], ['a']],
    ['{"ab', {}, {}],
  ])('shows the open string of %s wherever a value may be', (text, open, closed) => {
    for (const [closedStrings, value] of [
      [false, open],
      [true, closed],
    ] as const) {
      const json = new PartialJson({ closedStrings });
      json.feed(text);
      expect(json.value).toStrictEqual(value);
    }
  });

  it('stays the same object while a key grows, and when text follows the end', () => {
    const json = new PartialJson();
    json.feed('{"a":1,"');
    const before = json.value;
    json.feed('b');
    expect(json.value).toBe(before);
    json.feed('":2}');
    const whole = json.value;
    expect(whole).toEqual({ a: 1, b: 2 });
    json.feed('"');
    expect(json.value).toEqual(whole);
  });

  it('keeps a value that was read before its end, when text follows', () => {
    const json = new PartialJson();
    json.feed('[1 ');
    expect(json.value).toEqual([1]);
    json.feed(']"');
    expect(json.value).toEqual([1]);
  });

  it('shows an open string by default, as the same object until it grows', () => {
    const json = new PartialJson();
    json.feed('{"a":"b');
    const before = json.value;
    json.feed('');
    expect(json.value).toBe(before);
    expect(before).toEqual({ a: 'b' });
  });

  it('makes __proto__ a property like any other', () => {
    const value = read('{"__proto__":{"polluted":1},"a":{"__proto__":2') as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(['__proto__', 'a']);
    const text = '{"__proto__":1}';
    const descriptorOf = (object: unknown) => Object.getOwnPropertyDescriptor(object, '__proto__');
    expect(descriptorOf(read(text))).toEqual(descriptorOf(JSON.parse(text)));
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

/** The number of entries of the root in each reading: one after each piece. */
function entriesAfter(json: PartialJson, pieces: readonly string[]): number[] {
  return pieces.map((piece) => {
    json.feed(piece);
    return Object.keys(json.value as object).length;
  });
}

describe('a large value of PartialJson', () => {
  const elements = Array.from({ length: 300 }, () => '0,');

  it.each([
    ['an array', '[', elements, 252],
    ['an object', '{', Array.from({ length: 100 }, (_, i) => `"${i}":0,`), 63],
  ])('that is %s is exact up to a size, then lags', (_, start, pieces, most) => {
    const json = new PartialJson();
    json.feed(start);
    const seen = entriesAfter(json, pieces);
    expect(seen.slice(0, most)).toEqual(Array.from({ length: most }, (_, i) => i + 1));
    expect(seen.slice(most, most + 3)).toEqual([most, most, most]);
  });

  it('is read again when one character has arrived per eight entries to copy', () => {
    const json = new PartialJson();
    json.feed('[');
    entriesAfter(json, elements.slice(0, 252));
    const seen = entriesAfter(json, Array.from('0,'.repeat(20)));
    expect([seen.indexOf(269), new Set(seen)]).toEqual([34, new Set([252, 269])]);
    expect((json.exactValue as unknown[]).length).toBe(272);
  });

  it('is exact again once its large part has ended', () => {
    const json = new PartialJson();
    entriesAfter(json, ['[[', ...elements, '0]']);
    expect((json.value as unknown[][])[0]).toHaveLength(301);
    expect(
      entriesAfter(
        json,
        elements.slice(0, 3).map(() => ',0 '),
      ),
    ).toEqual([2, 3, 4]);
  });
});

interface Case {
  readonly input: string;
  readonly result?: unknown;
  readonly error?: string;
}

/** The value of a text that breaks off here. */
const ownCases: readonly Case[] = [
  { input: '{', result: {} },
  { input: '{"a', result: {} },
  { input: '{"a"', result: {} },
  { input: '{"a":', result: {} },
  { input: '{"a": 1', result: {} },
  { input: '{"a": 1,', result: { a: 1 } },
  { input: '{"a": tr', result: {} },
  { input: '{"a": true', result: { a: true } },
  { input: '{"a": "b', result: {} },
  { input: '{"a": "b"', result: { a: 'b' } },
  { input: '{"a": "b\\', result: {} },
  { input: '{"a": "\\u00e', result: {} },
  { input: '{"a": "\\u00e9"}', result: { a: 'é' } },
  { input: '{"a": {"b": [1, "c"', result: { a: { b: [1, 'c'] } } },
  { input: '{"a": 1} x', error: 'SyntaxError' },
  { input: '[1, {"b": null}, ', result: [1, { b: null }] },
  { input: '[[], {}', result: [[], {}] },
];
const cases = resolve(import.meta.dirname, '../../../shared/protocol/partial-json-cases.json');
// The empty input is about a wrapper of that table's own.
const sharedCases = existsSync(cases)
  ? (JSON.parse(readFileSync(cases, 'utf8')) as Case[]).filter(({ input }) => input !== '')
  : [];

describe('PartialJson with closed strings', () => {
  it('reads the certain part of a text that breaks off', () => {
    for (const { input, ...outcome } of [...ownCases, ...sharedCases]) {
      for (const size of [1, 3, 1000]) {
        const value = read(input, { closedStrings: true, size });
        // The shared table is JSON, which knows neither -0 nor Infinity.
        const plain = JSON.parse(JSON.stringify(value)) as unknown;
        expect({ input, value: plain }).toEqual({
          input,
          value: 'result' in outcome ? outcome.result : 'rejected',
        });
      }
    }
  });
});
