import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import * as mini from 'zod/mini';
import { type RunnableTool, tool } from '../../lib/turns/tool.ts';
import type { StandardSchema } from '../../lib/types/standard-schema.ts';
import type { Same } from '../support/type-assertions.ts';

const run = () => 'done';
const cityJSON = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const described = { name: 'f', description: 'Does it.', run };
const definitionOf = (inputSchema: Parameters<typeof tool>[0]['inputSchema']) =>
  tool({ ...described, inputSchema }).definition;

/** A schema of another library; some libraries have no `jsonSchema`. */
function schemaOf<T>(vendor: string, jsonSchema?: Record<string, unknown>): StandardSchema<T> {
  const validate = (value: unknown) => ({ value: value as T });
  return {
    '~standard': { version: 1, vendor, validate, ...(jsonSchema && { jsonSchema: { input: () => jsonSchema } }) },
  };
}

describe('the definition of a tool', () => {
  it.each([
    ['zod', z.object({ city: z.string() })],
    ['zod/mini', mini.object({ city: mini.string() })],
    ['a Standard Schema with JSON Schema', schemaOf('other', { $schema: 'a draft', ...cityJSON })],
    ['JSON schema', cityJSON],
  ])('comes from %s', (_, schema) => {
    expect(definitionOf(schema)).toEqual({ name: 'f', description: 'Does it.', input_schema: cityJSON });
  });

  it('describes the input that the model writes, before defaults and transforms', () => {
    const schema = z.object({ n: z.string().transform(Number), unit: z.string().default('C') });
    expect(definitionOf(schema)).toMatchObject({
      input_schema: { properties: { n: { type: 'string' }, unit: { type: 'string' } }, required: ['n'] },
    });
  });

  it('is made when it is first read, and once', () => {
    let made = 0;
    const inputSchema = schemaOf('other', cityJSON);
    const counted = {
      '~standard': { ...inputSchema['~standard'], jsonSchema: { input: () => ({ ...cityJSON, made: ++made }) } },
    };
    const lazy = tool({ ...described, inputSchema: counted });
    expect(made).toBe(0);
    expect(lazy.definition).toBe(lazy.definition);
    expect(made).toBe(1);
  });

  it('has the fields of an API tool', () => {
    const cached = tool({ ...described, inputSchema: cityJSON, cache_control: { type: 'ephemeral' } });
    expect(cached.definition).toEqual({
      name: 'f',
      description: 'Does it.',
      cache_control: { type: 'ephemeral' },
      input_schema: cityJSON,
    });
  });

  it('allows no further properties in a strict tool', () => {
    const strict = tool({ ...described, strict: true, inputSchema: z.object({ n: z.int().max(9) }) });
    expect(strict.definition).toMatchObject({
      strict: true,
      input_schema: { additionalProperties: false, properties: { n: { type: 'integer' } } },
    });
    expect(JSON.stringify(strict.definition)).toContain('maximum: 9');
  });

  it.each([
    ['no object', z.string(), 'tools.f.input_schema: must be the schema of an object'],
    [
      'a value that JSON cannot represent',
      z.object({ at: z.date() }),
      'tools.f.input_schema: cannot be converted to JSON Schema: Date',
    ],
    [
      'zod 3, which does not convert to JSON Schema',
      schemaOf('zod'),
      'is a schema of zod that cannot be converted to JSON Schema',
    ],
    ['a library without JSON Schema', schemaOf('old'), 'is a schema of old that cannot be converted to JSON Schema'],
  ])('is refused for a schema of %s', (_, schema, message) => {
    expect(() => definitionOf(schema)).toThrow(
      expect.objectContaining({ name: 'InvalidParamsError', message: expect.stringContaining(message) as unknown }),
    );
  });
});

describe('the input of run', () => {
  it('has the output type of the schema', () => {
    const transformed = z.object({ n: z.string().transform(Number), unit: z.enum(['C', 'F']).default('C') });
    const tools = [
      tool({
        ...described,
        inputSchema: transformed,
        run: (input) => {
          true satisfies Same<typeof input, { n: number; unit: 'C' | 'F' }>;
          return JSON.stringify(input);
        },
      }),
      tool({
        ...described,
        inputSchema: mini.object({ city: mini.optional(mini.string()) }),
        run: (input) => {
          true satisfies Same<typeof input, { city?: string | undefined }>;
          return JSON.stringify(input);
        },
      }),
      tool({
        ...described,
        inputSchema: schemaOf<{ city: string }>('other', cityJSON),
        run: (input) => {
          true satisfies Same<typeof input, { city: string }>;
          return JSON.stringify(input);
        },
      }),
      tool({
        ...described,
        inputSchema: cityJSON,
        run: (input) => {
          true satisfies Same<typeof input, unknown>;
          return JSON.stringify(input);
        },
      }),
    ] satisfies RunnableTool[];
    expect(tools).toHaveLength(4);
  });

  it('has no type for a result that the API would reject', () => {
    // @ts-expect-error -- a symbol has no JSON
    const wrong = tool({ ...described, inputSchema: cityJSON, run: () => Symbol() });
    expect(wrong.name).toBe('f');
  });
});
