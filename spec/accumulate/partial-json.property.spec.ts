import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PartialJson } from '../../lib/accumulate/partial-json.ts';

/** Random documents with a container on top, like tool input, and the pieces of their text. */
const splitDocument = fc
  .oneof(fc.object({ maxDepth: 4, withNullPrototype: false }), fc.array(fc.jsonValue({ maxDepth: 3 })))
  .chain((document) => {
    const text = JSON.stringify(document, undefined, 1);
    return fc.record({
      text: fc.constant(text),
      cuts: fc.uniqueArray(fc.nat({ max: text.length }), { maxLength: 40 }).map((cuts) => cuts.sort((a, b) => a - b)),
    });
  });

const piecesOf = ({ text, cuts }: { text: string; cuts: number[] }) =>
  [0, ...cuts].map((from, i) => text.slice(from, cuts[i] ?? text.length));

/** Documents large enough that values lag, in pieces of one size. */
const largeDocument = fc
  .record({
    document: fc.oneof(
      fc
        .tuple(fc.array(fc.oneof(fc.integer(), fc.string()), { minLength: 2 }), fc.integer({ min: 50, max: 300 }))
        .map(([values, count]) => Array.from({ length: count }, (_, i) => [i, values[i % values.length]]).flat()),
      fc
        .tuple(fc.array(fc.oneof(fc.nat(), fc.array(fc.nat()))), fc.integer({ min: 50, max: 100 }))
        .map(([values, count]) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`key ${i}`, values]))),
      fc
        .nat({ max: 100 })
        .map((depth) => JSON.parse(`${'[1,{"a":'.repeat(depth)}"text"${'}]'.repeat(depth)}`) as unknown),
    ),
    size: fc.integer({ min: 5, max: 60 }),
  })
  .map(({ document, size }) => {
    const text = JSON.stringify(document);
    return { text, cuts: Array.from({ length: Math.floor(text.length / size) }, (_, i) => (i + 1) * size) };
  });

/** What a copy of the containers that are open at the end of a text costs: 4 each, and 4 an entry of objects, 1 of arrays. */
function costAtMost(text: string): number {
  const open: { entries: number; each: number }[] = [];
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"?|[[\]{},]/g)) {
    const top = open.at(-1);
    if (token === '[') open.push({ entries: 1, each: 1 });
    else if (token === '{') open.push({ entries: 1, each: 4 });
    else if (token === ']' || token === '}') open.pop();
    else if (token === ',' && top) top.entries++;
  }
  return open.reduce((cost, { entries, each }) => cost + 4 + entries * each, 0);
}

/** Whether a value is the beginning of another: strings by their text, containers by their entries so far. */
function isPrefix(part: unknown, whole: unknown): boolean {
  if (typeof part === 'string' && typeof whole === 'string') return whole.startsWith(part);
  if (typeof part !== 'object' || part === null) return Object.is(part, whole);
  if (typeof whole !== 'object' || whole === null || Array.isArray(part) !== Array.isArray(whole)) return false;
  const entries = Object.entries(part);
  return entries.every(
    ([key, value], i) => isPrefix(value, (whole as Record<string, unknown>)[key]) && Object.keys(whole)[i] === key,
  );
}

describe('PartialJson, read after every fragment', () => {
  it.each([true, false])(
    'returns beginnings of the value of JSON.parse, and in the end the same (closed strings: %s)',
    (closedStrings) => {
      fc.assert(
        fc.property(splitDocument, (split) => {
          const final: unknown = JSON.parse(split.text);
          const json = new PartialJson({ closedStrings });
          for (const piece of piecesOf(split)) {
            json.feed(piece);
            if (json.value !== undefined) expect(isPrefix(json.value, final)).toBe(true);
          }
          expect(json.error).toBeUndefined();
          expect(json.complete).toBe(true);
          expect(json.value).toStrictEqual(final);
        }),
        { numRuns: 500 },
      );
    },
  );

  it('returns values that never change afterwards', () => {
    fc.assert(
      fc.property(splitDocument, (split) => {
        const json = new PartialJson();
        const seen = piecesOf(split).map((piece) => {
          json.feed(piece);
          return { value: json.value, then: JSON.stringify(json.value) };
        });
        for (const { value, then } of seen) expect(JSON.stringify(value)).toBe(then);
      }),
    );
  });

  it('returns the exact value where a copy costs 256 or less, else one less than cost / 8 characters old', () => {
    let lagging = 0;
    fc.assert(
      fc.property(fc.oneof(splitDocument, largeDocument), (split) => {
        const json = new PartialJson();
        const exact = new PartialJson();
        let length = 0;
        // The last length at which the value was exact, and that value.
        let lastRead = 0;
        let expected: unknown;
        for (const piece of piecesOf(split)) {
          json.feed(piece);
          exact.feed(piece);
          length += piece.length;
          if (isDeepStrictEqual(json.value, exact.exactValue)) {
            lastRead = length;
            expected = json.value;
            continue;
          }
          lagging++;
          const cost = costAtMost(split.text.slice(0, length));
          expect(cost).toBeGreaterThan(256);
          expect((length - lastRead) * 8).toBeLessThan(cost);
          expect(json.value).toBe(expected);
        }
        expect(json.complete).toBe(true);
        expect(json.value).toStrictEqual(JSON.parse(split.text));
      }),
      { numRuns: 100 },
    );
    expect(lagging).toBeGreaterThan(0);
  });

  it('returns exact values that do not depend on earlier reads', () => {
    fc.assert(
      fc.property(fc.oneof(splitDocument, largeDocument), fc.nat(), (split, place) => {
        const pieces = piecesOf(split).slice(0, place % (split.cuts.length + 1));
        let reads = 0;
        const [readOften, readOnce] = [new PartialJson(), new PartialJson()];
        for (const piece of pieces) {
          readOften.feed(piece);
          readOnce.feed(piece);
          if (readOften.value !== undefined) reads++;
        }
        expect(reads).toBeLessThanOrEqual(pieces.length);
        expect(readOften.exactValue).toStrictEqual(readOnce.value);
      }),
      { numRuns: 100 },
    );
  });

  it('rejects invalid JSON like JSON.parse, at the latest at the end', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('{}[]:,"\\0123.eE+-truefalsn u')) }), (text) => {
        const json = new PartialJson();
        json.feed(`${text} `);
        expect(json.complete).toBe(isJson(text));
      }),
      { numRuns: 5_000 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
