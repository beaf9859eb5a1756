import { describe, expect, it } from '@jest/globals';
import { JsonScanner, type JsonTokenSink } from '../../lib/accumulate/json-tokens.ts';

/** A scanner, and the calls of its sink. */
function scanner() {
  const seen: unknown[] = [];
  let error: string | undefined;
  const sink: JsonTokenSink = {
    punctuation: (char) => seen.push(char),
    scalar: (value, isString) => seen.push(isString ? `"${String(value)}"` : value),
    get error() {
      return error;
    },
    fail: (reason) => {
      error = reason;
      seen.push(new Error(reason));
    },
  };
  return { seen, scan: new JsonScanner(sink) };
}

/** The tokens of text in one piece, and in pieces of one character, which must be the same. */
function tokens(json: string): unknown[] {
  const [whole, pieces] = [scanner(), scanner()];
  whole.scan.feed(json);
  for (const unit of json.split('')) pieces.scan.feed(unit);
  expect(pieces.seen).toEqual(whole.seen);
  return whole.seen;
}

describe('JsonScanner', () => {
  it.each<[string, unknown[]]>([
    ['{"a":[1,true]}', ['{', '"a"', ':', '[', 1, ',', true, ']', '}']],
    [' \t\r\n[ null , false ] ', ['[', null, ',', false, ']']],
    ['0 -0 12 -3.25 1e3 1E+2 2e-1 ', [0, -0, 12, -3.25, 1000, 100, 0.2]],
    [String.raw`"\"\\\/\b\f\n\r\t\u0041\uD83D\uDE00"`, ['""\\/\b\f\n\r\tA😀"']],
    ['"😀"', ['"😀"']],
    ['""""', ['""', '""']],
    ['truefalse', [true, false]],
    ['1-2 ', [1, -2]],
    ['1', []],
    ['tru', []],
    ['"a', []],
  ])('reads %s', (json, expected) => {
    expect(tokens(json)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['x', 'unexpected character "x"'],
    ['truE', 'unexpected E after tru'],
    ['01 ]', 'unexpected ] after 01'],
    ['-a', 'unexpected a after -'],
    ['+1', 'unexpected character "+"'],
    ['.5,', 'unexpected , after .5'],
    ['1.,', 'unexpected , after 1.'],
    ['1e,', 'unexpected , after 1e'],
    ['1e+,', 'unexpected , after 1e+'],
    ['1.2.3,', 'unexpected , after .3'],
    ['1e2e3', 'unexpected character "e"'],
    ['1e2.5,', 'unexpected , after .5'],
    [`${'0'.repeat(30)},`, `unexpected , after ${'0'.repeat(20)}`],
    ['"a\u0001b"', 'a control character in a string'],
    ['"\u001f"', 'a control character in a string'],
    [String.raw`"\x"`, String.raw`\x is not an escape`],
    [String.raw`"\u00g0"`, String.raw`\u00g is not an escape`],
    [String.raw`"\u00"`, String.raw`\u00" is not an escape`],
    [String.raw`"\x\y"`, String.raw`\x is not an escape`],
  ])('fails on %s', (json, reason) => {
    expect(tokens(json).at(-1)).toEqual(new Error(reason));
  });

  it('reads nothing more once its sink has failed', () => {
    expect(tokens('x[1]')).toHaveLength(1);
  });

  it('reports a number at the character after it, a literal and a string at their last', () => {
    const { seen, scan } = scanner();
    const after = (piece: string) => {
      scan.feed(piece);
      return [seen.length, scan.open];
    };
    expect(['1', '2', ' ', 'tru', 'e', '"a', '"'].map(after)).toEqual([
      [0, true],
      [0, true],
      [1, false],
      [1, true],
      [2, false],
      [2, true],
      [3, false],
    ]);
  });

  it('shows the text of an open string without half a character or an open escape', () => {
    const { seen, scan } = scanner();
    const after = (piece: string) => {
      scan.feed(piece);
      return scan.text;
    };
    expect(['"a', '\ud83d', '\ude00', '\\', 'n', '\\u00', '41', '\\ud83d', '\\ude00'].map(after)).toEqual([
      'a',
      'a',
      'a😀',
      'a😀',
      'a😀\n',
      'a😀\n',
      'a😀\nA',
      'a😀\nA',
      'a😀\nA😀',
    ]);
    expect(scan.inString).toBe(true);
    scan.feed('"');
    expect([scan.inString, scan.text, seen]).toEqual([false, '', ['"a😀\nA😀"']]);
  });

  it('keeps half a character at the end of a string out of the next one', () => {
    expect(tokens('"\ud83d""a"')).toEqual(['"\ud83d"', '"a"']);
    expect(tokens('"\ud83d""\ude00"')).toEqual(['"\ud83d"', '"\ude00"']);
  });
});
