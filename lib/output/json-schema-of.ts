import * as z from 'zod/mini';
import { InvalidParamsError } from '../errors/invalid-params-error.ts';
import { isStandardSchema } from './check-schema.ts';
import type { JSONSchema, Schema } from '../types/standard-schema.ts';

/**
 * A schema as JSON schema, draft 2020-12, of what it takes: the model writes a schema's input, not what its defaults and
 * transforms make of it. `InvalidParamsError` at `path` when a schema cannot be told as JSON schema.
 */
export function jsonSchemaOf(schema: Schema, path: string): Record<string, unknown> {
  const { $schema: _, ...rest } = derived(schema, path);
  return rest;
}

function derived(schema: Schema, path: string): JSONSchema {
  if (!isStandardSchema(schema)) return schema;
  const { vendor, jsonSchema } = schema['~standard'];
  try {
    if (jsonSchema) return jsonSchema.input({ target: 'draft-2020-12' });
    if (vendor === 'zod' && '_zod' in schema)
      return z.toJSONSchema(schema as unknown as z.ZodMiniType, { io: 'input' }); // all of zod 4 have _zod
  } catch (cause) {
    const reason = typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : '';
    throw new InvalidParamsError([{ path, message: `cannot be told as JSON schema: ${reason}` }]);
  }
  const message = `is a schema of ${vendor} that gives no JSON schema: use zod 4, a newer ${vendor} or its JSON schema adapter, or JSON schema itself`;
  throw new InvalidParamsError([{ path, message }]);
}
