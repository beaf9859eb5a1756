import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { outputFormat } from '../../lib/output/output-format.ts';
import type { JSONSchema } from '../../lib/types/standard-schema.ts';
import { deepFreeze } from '../support/deep-freeze.ts';

const sent = (schema: JSONSchema) => outputFormat(deepFreeze(schema)).schema;
const text = { type: 'string' };

describe('outputFormat', () => {
  it('takes a zod schema', () => {
    const schema = z.object({
      name: z.string().min(1),
      mail: z.email(),
      kind: z.enum(['a', 'b']),
      note: z.optional(z.string()),
    });
    expect(outputFormat(schema)).toEqual({
      type: 'json_schema',
      schema: {
        type: 'object',
        properties: {
          name: { type: 'string', description: '{minLength: 1}' },
          mail: {
            type: 'string',
            format: 'email',
            description: expect.stringMatching(/^\{pattern: ".*"\}$/) as unknown,
          },
          kind: { enum: ['a', 'b'] },
          note: text,
        },
        required: ['name', 'mail', 'kind'],
        additionalProperties: false,
      },
    });
  });

  it('keeps references of a recursive schema', () => {
    const Tree = z.object({
      get children() {
        return z.array(Tree);
      },
    });
    expect(outputFormat(Tree).schema).toMatchObject({
      properties: { children: { type: 'array', items: { $ref: '#' } } },
    });
  });

  it.each<[string, JSONSchema, JSONSchema]>([
    [
      'objects take no other properties',
      { type: 'object', additionalProperties: true },
      { type: 'object', additionalProperties: false },
    ],
    ['the meta schema goes', { $schema: 'x', ...text }, text],
    [
      'titles and descriptions stay',
      { ...text, title: 'T', description: 'D' },
      { ...text, title: 'T', description: 'D' },
    ],
    [
      'rules move into the description',
      { type: 'number', minimum: 1, description: 'D' },
      { type: 'number', description: 'D\n\n{minimum: 1}' },
    ],
    [
      'defaults and examples move into the description',
      { ...text, default: 'a', examples: ['b'] },
      { ...text, description: '{default: "a", examples: ["b"]}' },
    ],
    ['known formats stay', { ...text, format: 'date-time' }, { ...text, format: 'date-time' }],
    ['other formats move', { ...text, format: 'phone' }, { ...text, description: '{format: "phone"}' }],
    [
      'minItems stays as 0 or 1',
      { type: 'array', items: text, minItems: 1 },
      { type: 'array', items: text, minItems: 1 },
    ],
    [
      'minItems moves above',
      { type: 'array', items: text, minItems: 2 },
      { type: 'array', items: text, description: '{minItems: 2}' },
    ],
    ['literals need no type', { type: 'string', enum: ['a'] }, { enum: ['a'] }],
    ['const stays', { type: 'null', const: null }, { const: null }],
    [
      'an enum of objects moves',
      { type: 'object', enum: [{}] },
      { type: 'object', additionalProperties: false, description: '{enum: [{}]}' },
    ],
    ['oneOf becomes anyOf', { oneOf: [text, { type: 'null' }] }, { anyOf: [text, { type: 'null' }] }],
    ['allOf stays', { allOf: [text] }, { allOf: [text] }],
    [
      'a reference stands alone',
      { $ref: '#/$defs/a', description: 'D', $defs: { a: { ...text, minLength: 1 } } },
      { $ref: '#/$defs/a', $defs: { a: { ...text, description: '{minLength: 1}' } } },
    ],
    [
      'a description replaces tuples',
      { type: 'array', prefixItems: [{ type: 'string' }], items: false },
      { type: 'array', description: '{prefixItems: [{"type":"string"}], items: false}' },
    ],
    ['lists of types stay', { type: ['string', 'null'] }, { type: ['string', 'null'] }],
    [
      'a description replaces the values of a record',
      { type: 'object', additionalProperties: text },
      { type: 'object', additionalProperties: false, description: '{additionalProperties: {"type":"string"}}' },
    ],
  ])('%s', (_, schema, expected) => {
    expect(sent(schema)).toEqual(expected);
  });

  it.each<[string, JSONSchema, string]>([
    [
      'a property without a type',
      { type: 'object', properties: { a: {} } },
      'output_config.format.schema.properties.a: must have type, enum, const, anyOf or $ref',
    ],
    ['items of any kind', { type: 'array', items: true }, 'output_config.format.schema.items: must be a schema'],
    ['items in a list', { type: 'array', items: [text] }, 'output_config.format.schema.items: must be a schema'],
  ])('refuses %s', (_, schema, message) => {
    const failure = { name: 'InvalidParamsError', message: expect.stringContaining(message) as unknown };
    expect(() => sent(schema)).toThrow(expect.objectContaining(failure));
  });
});
