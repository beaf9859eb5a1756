import { describe, expect, it } from '@jest/globals';
import { asyncScheduler, NEVER, of } from 'rxjs';
import {
  aBoolean,
  aFunction,
  aNumber,
  anArray,
  anObservableInput,
  aScheduler,
  aSchema,
  anything,
  aString,
  checkFields,
  checkList,
  checkOptions,
  countFrom,
  finiteMilliseconds,
  isObservableInput,
  kindOf,
  kindOfSecret,
  milliseconds,
  oneOf,
  type OptionRule,
  required,
} from '../../lib/errors/check-options.ts';
import type { InvalidOptionsError } from '../../lib/errors/invalid-options-error.ts';

function issuesOf(check: () => void) {
  try {
    check();
    return [];
  } catch (error) {
    return (error as InvalidOptionsError).issues;
  }
}
const noop = () => undefined;

describe('the rules of options', () => {
  it.each<[string, OptionRule, { yes: unknown[]; no: unknown[]; expected: string }]>([
    [
      'countFrom(2)',
      countFrom(2),
      { yes: [2, 3, Infinity], no: [1, 2.5, NaN, '2', 2 ** 53, -Infinity], expected: 'a whole number of 2 or more' },
    ],
    [
      'milliseconds',
      milliseconds,
      { yes: [0, 0.5, Infinity], no: [-1, NaN, '5'], expected: 'a number of milliseconds, 0 or more' },
    ],
    [
      'finiteMilliseconds',
      finiteMilliseconds,
      { yes: [1, 2 ** 40], no: [0, 1.5, Infinity, NaN, '5'], expected: 'a whole number of milliseconds, 1 or more' },
    ],
    ['aNumber', aNumber, { yes: [0, -1.5, Infinity], no: [NaN, '1'], expected: 'a number' }],
    ['aFunction', aFunction, { yes: [noop, Map], no: [{}, null], expected: 'a function' }],
    ['anArray', anArray, { yes: [[]], no: [{ length: 0 }, 'x'], expected: 'an array' }],
    ['anything', anything, { yes: [undefined, null, 0, {}], no: [], expected: '' }],
    ['aBoolean', aBoolean, { yes: [true, false], no: [0, 'true', null], expected: 'true or false' }],
    ['aString', aString, { yes: ['', 'x'], no: [1, null], expected: 'a string' }],
    [
      'anObservableInput',
      anObservableInput,
      {
        yes: [
          of(1),
          Promise.resolve(),
          [],
          new Set(),
          { [Symbol.asyncIterator]: noop },
          new ReadableStream(),
          { length: 0 },
        ],
        no: ['x', {}, null, noop],
        expected: 'an Observable, a promise or an iterable',
      },
    ],
    [
      'aSchema',
      aSchema,
      {
        yes: [{}, noop],
        no: ['x', null, true],
        expected: 'a schema: of zod, zod/mini, Valibot or ArkType, or JSON Schema',
      },
    ],
    [
      'aScheduler',
      aScheduler,
      {
        yes: [asyncScheduler],
        no: [{ schedule: noop }, { now: noop }, null],
        expected: 'an RxJS scheduler such as asyncScheduler',
      },
    ],
    ["oneOf('a', null)", oneOf('a', null), { yes: ['a', null], no: ['b', undefined], expected: 'one of a, ' }],
  ])('%s', (_, rule, { yes, no, expected }) => {
    expect([yes.filter((value) => !rule.allows(value)), no.filter((value) => rule.allows(value))]).toEqual([[], []]);
    expect(rule.expected).toBe(expected);
  });
});

describe('checkFields', () => {
  const rules = { count: countFrom(1) };

  it('accepts fields without a rule', () => {
    expect(issuesOf(() => checkFields('owner', { count: 1, other: 1 }, rules))).toEqual([]);
  });

  it('reports wrong fields and values that are not an object', () => {
    const wrong = [{ path: 'in.count', message: 'is 0; pass a whole number of 1 or more' }];
    expect(issuesOf(() => checkFields('owner', { count: 0 }, rules, 'in.'))).toEqual(wrong);
    expect(issuesOf(() => checkFields('owner', null, rules))).toEqual([{ path: '', message: 'must be an object' }]);
  });
});

describe('checkOptions', () => {
  const rules = { count: countFrom(1), name: required(aString) };

  it('accepts options that are undefined or absent, unless they are required', () => {
    expect(issuesOf(() => checkOptions('owner', { name: 'x', count: undefined }, rules))).toEqual([]);
  });

  it('refuses unknown options first, by the names that the caller wrote', () => {
    expect(issuesOf(() => checkOptions('owner', { nam: 5, counts: undefined }, rules, 'at.', { nam: 'name' }))).toEqual(
      [
        { path: 'at.nam', message: 'is not an option; use name' },
        { path: 'at.counts', message: 'is not an option; did you mean count?' },
      ],
    );
  });

  it('reports every wrong option without quoting text', () => {
    const options = { count: 'secret' };
    expect(issuesOf(() => checkOptions('owner', options, rules))).toEqual([
      { path: 'count', message: 'is a string; pass a whole number of 1 or more' },
      { path: 'name', message: 'is missing; pass a string' },
    ]);
    expect(() => checkOptions('owner', options, rules)).toThrow(/^owner: count: is a string/);
  });

  it('does not name the kind of a value that has the right one', () => {
    const list: OptionRule = { allows: () => false, expected: 'an array of strings' };
    expect(issuesOf(() => checkOptions('owner', { list: [5] }, { list }))).toEqual([
      { path: 'list', message: 'must be an array of strings' },
    ]);
  });

  it.each([
    [undefined, 'must be an object, such as { count }'],
    [null, 'must be an object, such as { count }'],
    ['x', 'must be an object, such as { count }'],
    [NEVER, 'must be an object, not an Observable; write source.pipe(owner(…))'],
  ])('refuses %p as options', (options, message) => {
    expect(issuesOf(() => checkOptions('owner', options, rules))).toEqual([{ path: '', message }]);
  });
});

describe('checkList', () => {
  it('reports the place of each wrong argument', () => {
    expect(issuesOf(() => checkList('owner', 'sources', [of(1), 5, undefined], anObservableInput))).toEqual([
      { path: 'sources[1]', message: 'is 5; pass an Observable, a promise or an iterable' },
      { path: 'sources[2]', message: 'is missing; pass an Observable, a promise or an iterable' },
    ]);
    expect(issuesOf(() => checkList('owner', 'sources', [of(1)], anObservableInput))).toEqual([]);
  });
});

describe('kindOf', () => {
  it.each<[unknown, string]>([
    [undefined, 'undefined'],
    [null, 'null'],
    [NaN, 'NaN'],
    [false, 'false'],
    ['', 'an empty string'],
    ['secret', 'a string'],
    [[], 'an array'],
    [{}, 'an object'],
    [noop, 'a function'],
    [Symbol.iterator, 'a symbol'],
  ])('of %p is %s', (value, kind) => {
    expect(kindOf(value)).toBe(kind);
  });
});

describe('kindOfSecret', () => {
  it('quotes not even a number', () => {
    expect([987654, 'key', null, true].map(kindOfSecret)).toEqual(['a number', 'a string', 'null', 'true']);
    const secret = { ...aString, secret: true };
    expect(() => checkOptions('f', { key: 987654 }, { key: secret })).toThrow('f: key: is a number; pass a string');
  });
});

describe('isObservableInput', () => {
  it.each<[boolean, unknown]>([
    [true, of(1)],
    [true, Promise.resolve()],
    [true, []],
    [false, 'text'],
    [false, {}],
    [false, undefined],
    [false, noop],
  ])('is %p for %p', (expected, value) => {
    expect(isObservableInput(value)).toBe(expected);
  });
});
