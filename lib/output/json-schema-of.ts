import * as z from 'zod/mini';
import { aSchema } from '../errors/check-options.ts';
import { InvalidParamsError } from '../errors/invalid-params-error.ts';
import { isStandardSchema } from './check-schema.ts';
import type { JSONSchema, Schema } from '../types/standard-schema.ts';

/**
 * Converts a schema to JSON Schema, draft 2020-12, of its input: the model writes the input of the defaults and transforms.
 * `InvalidParamsError` at `path` when a schema cannot be converted to JSON Schema.
 */
export function jsonSchemaOf(schema: Schema, path: string): Record<string, unknown> {
  const { $schema: _, ...rest } = derived(schema, path);
  return rest;
}

function derived(schema: Schema, path: string): JSONSchema {
  if (!aSchema.allows(schema)) throw new InvalidParamsError([{ path, message: `must be ${aSchema.expected}` }]);
  if (!isStandardSchema(schema)) return schema;
  const { vendor, jsonSchema } = schema['~standard'];
  try {
    if (jsonSchema) return jsonSchema.input({ target: 'draft-2020-12' });
    if (vendor === 'zod' && '_zod' in schema)
      return z.toJSONSchema(schema as unknown as z.ZodMiniType, { io: 'input' }); // all of zod 4 have _zod
  } catch (cause) {
    const reason = typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : '';
    throw new InvalidParamsError([{ path, message: `cannot be converted to JSON Schema: ${reason}` }]);
  }
  const message = `is a schema of ${vendor} that cannot be converted to JSON Schema: use zod 4, a newer ${vendor}, its JSON Schema adapter, or plain JSON Schema`;
  throw new InvalidParamsError([{ path, message }]);
}
