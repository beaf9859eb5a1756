import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PartialJson } from '../../lib/accumulate/partial-json.ts';

/** Random documents with a container on top, as tool input has, and how their text is cut. */
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

/** Whether a value is the beginning of another: strings by their text, containers by what they hold so far. */
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
    'gives beginnings of what JSON.parse gives, and in the end the same (closed strings: %s)',
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

  it('gives values that never change afterwards', () => {
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

  it('rejects what JSON.parse rejects, at the latest at the end', () => {
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
