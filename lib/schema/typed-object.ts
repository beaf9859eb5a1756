import type * as z from 'zod/v4/core';
import { check, checkPart, looseObject } from './kinds.ts';
import { string } from './values.ts';

/**
 * An object with a `type`. A schema validates the fields of each listed type; an object of any other type passes,
 * with any fields.
 */
export function typedObject(schemas: Readonly<Record<string, z.$ZodType>>) {
  const fieldsOfType = check<{ type: string }>(({ value, issues }) => {
    const schema = Object.hasOwn(schemas, value.type) ? schemas[value.type] : undefined;
    if (schema) checkPart(issues, [], schema, value);
  });
  return looseObject({ type: string }, 'must be an object', fieldsOfType);
}
