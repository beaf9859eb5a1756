import { describe, expect, it } from '@jest/globals';
import { outputSchema } from '../../lib/output/output-schema.ts';
import type { JSONSchema } from '../../lib/types/standard-schema.ts';
import { deepFreeze } from '../support/deep-freeze.ts';

const text = { type: 'string' };
const short = { type: 'string', minLength: 1 };
const told = { type: 'string', description: '{minLength: 1}' };

describe('outputSchema', () => {
  it.each<[string, JSONSchema, JSONSchema]>([
    [
      'properties',
      { type: 'object', properties: { a: short } },
      { type: 'object', properties: { a: told }, additionalProperties: false },
    ],
    ['items', { type: 'array', items: short }, { type: 'array', items: told }],
    ['anyOf', { anyOf: [short, text] }, { anyOf: [told, text] }],
    ['oneOf, which becomes anyOf', { oneOf: [short] }, { anyOf: [told] }],
    ['allOf', { allOf: [short] }, { allOf: [told] }],
    ['$defs', { ...text, $defs: { a: short } }, { ...text, $defs: { a: told } }],
  ])('converts the schemas in %s', (_, schema, expected) => {
    expect(outputSchema(deepFreeze(schema))).toEqual(expected);
  });

  it.each<[string, JSONSchema, JSONSchema]>([
    ['an array without items', { type: 'array' }, { type: 'array' }],
    ['minItems 0', { type: 'array', minItems: 0 }, { type: 'array', minItems: 0 }],
    [
      'required properties',
      { type: 'object', required: ['a'] },
      { type: 'object', required: ['a'], additionalProperties: false },
    ],
    ['an enum beside null', { enum: ['a', null] }, { enum: ['a', null] }],
    ['a constant, without its type', { type: 'string', const: 'a' }, { const: 'a' }],
    ['a constant 0', { const: 0 }, { const: 0 }],
  ])('keeps %s', (_, schema, expected) => {
    expect(outputSchema(deepFreeze(schema))).toEqual(expected);
  });

  it.each<[string, JSONSchema, JSONSchema]>([
    ['an empty enum', { ...text, enum: [] }, { ...text, description: '{enum: []}' }],
    [
      'a constant object',
      { type: 'object', const: {} },
      { type: 'object', additionalProperties: false, description: '{const: {}}' },
    ],
    [
      'a format of something else',
      { type: 'number', format: 'date' },
      { type: 'number', description: '{format: "date"}' },
    ],
    ['properties of something else', { ...text, properties: {} }, { ...text, description: '{properties: {}}' }],
    [
      'required that is not a list',
      { type: 'object', required: true },
      { type: 'object', additionalProperties: false, description: '{required: true}' },
    ],
    ['minItems of text', { ...text, minItems: 1 }, { ...text, description: '{minItems: 1}' }],
    [
      'several rules, in order',
      { ...text, maxLength: 2, minLength: 1 },
      { ...text, description: '{maxLength: 2, minLength: 1}' },
    ],
    ['a rule beside an empty description', { ...short, description: '' }, told],
  ])('moves %s into the description', (_, schema, expected) => {
    expect(outputSchema(deepFreeze(schema))).toEqual(expected);
  });

  it('omits rules that are undefined', () => {
    expect(outputSchema({ ...text, minLength: undefined })).toEqual(text);
  });

  it.each<[JSONSchema, string, string]>([
    [{}, 'schema', 'must have type, enum'],
    [
      { type: 'object', properties: { a: { type: 'array', items: [] } } },
      'schema.properties.a.items',
      'must be a schema',
    ],
    [{ anyOf: [text, true] }, 'schema.anyOf[1]', 'must be a schema'],
    [{ anyOf: [text, {}] }, 'schema.anyOf[1]', 'must have type, enum'],
    [{ ...text, $defs: { a: null } }, 'schema.$defs.a', 'must be a schema'],
  ])('names the path of the invalid part of %j', (schema, path, message) => {
    expect(() => outputSchema(schema)).toThrow(
      expect.objectContaining({ issues: [{ path, message: expect.stringContaining(message) as unknown }] }),
    );
  });
});
