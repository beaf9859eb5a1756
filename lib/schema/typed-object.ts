import type * as z from 'zod/v4/core';
import { follow, looseObject } from './kinds.ts';
import { string } from './values.ts';

/**
 * An object with a `type`. A schema validates the fields of each listed type; an object of any other type passes,
 * with any fields.
 */
export function typedObject(schemas: Readonly<Record<string, z.$ZodType>>) {
  const schemaOfType = follow<{ type: string }>(({ type }) =>
    Object.hasOwn(schemas, type) ? schemas[type] : undefined,
  );
  return looseObject({ type: string }, 'must be an object', schemaOfType);
}
