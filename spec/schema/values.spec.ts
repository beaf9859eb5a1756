import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/v4/core';
import { index, list, number, object, string } from '../../lib/schema/values.ts';

describe('the schemas of values', () => {
  it.each<[string, z.$ZodType, { yes: unknown[]; no: [unknown, string][] }]>([
    [
      'string',
      string,
      {
        yes: ['', 'a'],
        no: [
          [5, 'must be a string'],
          [null, 'must be a string'],
        ],
      },
    ],
    [
      'number',
      number,
      {
        yes: [0, -0.5],
        no: [
          [NaN, 'must be a number'],
          [Infinity, 'must be a number'],
          ['1', 'must be a number'],
        ],
      },
    ],
    [
      'index',
      index,
      {
        yes: [0, 7, Number.MAX_SAFE_INTEGER],
        no: [
          [-1, 'must not be below 0'],
          [0.5, 'must be a whole number'],
          [2 ** 53, 'must be a whole number'],
          ['0', 'must be a whole number'],
          [undefined, 'must be a whole number'],
        ],
      },
    ],
    [
      'list',
      list('must be a list of mine'),
      {
        yes: [[], [1]],
        no: [
          [{ length: 0 }, 'must be a list of mine'],
          ['x', 'must be a list of mine'],
        ],
      },
    ],
    [
      'object',
      object,
      {
        yes: [{}, { a: 1 }],
        no: [
          [[], 'must be an object'],
          [null, 'must be an object'],
        ],
      },
    ],
  ])('%s', (_, schema, { yes, no }) => {
    expect(yes.filter((value) => !z.safeParse(schema, value).success)).toEqual([]);
    const messages = no.map(([value]) => z.safeParse(schema, value).error?.issues.map(({ message }) => message));
    expect(messages).toEqual(no.map(([, message]) => [message]));
  });
});
