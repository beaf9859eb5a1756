import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import * as mini from 'zod/mini';
import { jsonSchemaOf } from '../../lib/output/json-schema-of.ts';
import type { Schema } from '../../lib/types/standard-schema.ts';

const standard = (more: object): Schema => ({
  '~standard': { version: 1, vendor: 'other', validate: (value: unknown) => ({ value }), ...more },
});

describe('jsonSchemaOf', () => {
  it('returns JSON Schema unchanged, without its meta schema', () => {
    const schema = { $schema: 'https://json-schema.org/draft-07/schema', type: 'object', x: 1 };
    expect(jsonSchemaOf(schema, 'a')).toEqual({ type: 'object', x: 1 });
    expect(schema.$schema).toContain('draft-07');
  });

  it.each([
    ['zod', z.object({ a: z.optional(z.string()), b: z.number().default(1) })],
    ['zod/mini', mini.object({ a: mini.optional(mini.string()), b: mini._default(mini.number(), 1) })],
  ])('converts a schema of %s as its input, where defaults are optional', (_, schema) => {
    expect(jsonSchemaOf(schema, 'a')).toEqual({
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'number', default: 1 } },
    });
  });

  it('calls a schema that converts itself for the input of draft 2020-12', () => {
    const input = (options: object) => ({ $schema: 'x', type: 'string', options });
    expect(jsonSchemaOf(standard({ jsonSchema: { input } }), 'a')).toEqual({
      type: 'string',
      options: { target: 'draft-2020-12' },
    });
  });

  it.each<[string, Schema, string]>([
    ['zod cannot convert', z.object({ at: z.date() }), 'tools.x.input_schema: cannot be'],
    [
      'throws something without a message',
      standard({
        jsonSchema: {
          input: () => {
            // eslint-disable-next-line @typescript-eslint/only-throw-error -- as other libraries may
            throw null;
          },
        },
      }),
      'converted to JSON Schema: ',
    ],
    [
      'cannot convert itself',
      standard({}),
      'is a schema of other that cannot be converted to JSON Schema: use zod 4, a newer other',
    ],
    [
      'only calls itself zod',
      standard({ vendor: 'zod' }),
      'is a schema of zod that cannot be converted to JSON Schema',
    ],
  ])('throws InvalidParamsError for a schema that %s', (_, schema, message) => {
    expect(() => jsonSchemaOf(schema, 'tools.x.input_schema')).toThrow(
      expect.objectContaining({
        name: 'InvalidParamsError',
        message: expect.stringContaining(message) as unknown,
        issues: [{ path: 'tools.x.input_schema', message: expect.anything() as unknown }],
      }),
    );
  });
});
