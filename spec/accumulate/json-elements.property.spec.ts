import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JsonElements } from '../../lib/accumulate/json-elements.ts';

/** Reads a text in pieces of random length. */
function read(text: string, cuts: readonly number[], key?: string) {
  const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
  const reader = new JsonElements(key);
  const found = [0, ...places].flatMap((place, index) => reader.feed(text.slice(place, places[index])));
  return { found, reader };
}

const json = fc.jsonValue({ depthSize: 'small' });
const list = fc.array(json.map((value) => JSON.parse(JSON.stringify(value)) as unknown));
const cuts = fc.array(fc.nat());
const spaces = fc.constantFrom(undefined, 2);

describe('JsonElements', () => {
  it('finds the elements of the root, wherever the text is split', () => {
    fc.assert(
      fc.property(list, cuts, spaces, (elements, cuts, indent) => {
        const { found, reader } = read(JSON.stringify(elements, null, indent), cuts);
        expect(found).toEqual(elements);
        expect([reader.complete, reader.error]).toEqual([true, undefined]);
      }),
    );
  });

  it('finds the elements of a property, beside any others', () => {
    fc.assert(
      fc.property(list, json, json, cuts, spaces, (rows, before, after, cuts, indent) => {
        const text = JSON.stringify({ before, rows, after }, null, indent);
        const { found, reader } = read(text, cuts, 'rows');
        expect(found).toEqual(rows);
        expect([reader.complete, reader.error]).toEqual([true, undefined]);
      }),
    );
  });

  it('is never complete before the end, and finds no incomplete element', () => {
    fc.assert(
      fc.property(list, fc.nat(), (rows, cut) => {
        const text = JSON.stringify({ rows });
        const { found, reader } = read(text.slice(0, cut % text.length), []);
        expect(reader.complete).toBe(false);
        expect(found).toEqual(rows.slice(0, found.length));
      }),
    );
  });
});
