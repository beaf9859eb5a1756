import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCutJson } from '../../lib/accumulate/cut-json.ts';
import { PartialJson } from '../../lib/accumulate/partial-json.ts';
import { jsonShapes } from '../support/json-shapes.ts';

function byParser(json: string): unknown {
  const parser = new PartialJson({ closedStrings: true });
  parser.feed(json);
  return parser.exactValue;
}

/** With a container on top, as tool input has. */
const written = fc
  .tuple(
    fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())),
    fc.constantFrom(undefined, ' ', '\n\t'),
  )
  .map(([value, space]) => JSON.stringify(value, undefined, space));
const mistakes = [
  ' x',
  ' ,',
  ' :',
  ' ]',
  ' }',
  '"',
  ';',
  'x',
  '1',
  ' \\',
  ' \u0001',
  ' 1 2,',
  ' tru ',
  ' {',
  ' [',
  ' -',
  ' 1. ',
];

describe('readCutJson', () => {
  it('reads JSON that is truncated anywhere like the incremental parser', () => {
    fc.assert(
      fc.property(written, fc.nat(), (json, length) => {
        const cut = json.slice(0, length % (json.length + 1));
        expect(readCutJson(cut)).toStrictEqual(byParser(cut));
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps the value before a syntax error', () => {
    fc.assert(
      fc.property(written, fc.constantFrom(...mistakes), fc.nat(), (json, mistake, at) => {
        const place = 1 + (at % json.length);
        const wrong = `${json.slice(0, place)}${mistake}${json.slice(place)} `;
        expect(readCutJson(wrong)).toStrictEqual(byParser(wrong));
      }),
      { numRuns: 1_000 },
    );
  });

  it.each<[string, unknown]>([
    ['', undefined],
    ['12', undefined],
    ['12 ', 12],
    ['tru', undefined],
    ['{"a', {}],
    ['{"a":1', {}],
    ['{"a":1,', { a: 1 }],
    ['{"a":true', { a: true }],
    ['{"a":"x"', { a: 'x' }],
    ['{"a":"x\\"', {}],
    ['{"a":[1,{"b":"]}"},', { a: [1, { b: ']}' }] }],
    ['{"a":"x" "b":"y"}', { a: 'x' }],
    ['{"a":0;', { a: 0 }],
    ['{"a":0;;"b', { a: 0 }],
    ['{"a":1.x', {}],
    ['{"a":1-2', { a: 1 }],
    ['{"a":truex,', { a: true }],
    ['{"a":[1,2},"b":3}', { a: [1, 2] }],
    ['{"__proto__":{"a":1}', JSON.parse('{"__proto__":{"a":1}}')],
  ])('reads %j', (json, value) => {
    expect(readCutJson(json)).toStrictEqual(value);
  });

  it.each(Object.entries(jsonShapes))('reads 100,000 characters of %s, truncated or wrong', (_, build) => {
    const json = build(100_000);
    expect(typeof readCutJson(json.slice(0, -1))).toBe('object');
    expect(typeof readCutJson(`${json.slice(0, -1)}x`)).toBe('object');
  });
});
