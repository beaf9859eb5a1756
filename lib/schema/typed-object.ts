import * as z from 'zod/mini';
import { string } from './values.ts';

/**
 * An object with a `type`. A schema validates the fields of each listed type; an object of any other type passes,
 * with any fields.
 */
export function typedObject(schemas: Readonly<Record<string, z.ZodMiniType>>) {
  return z.looseObject({ type: string }, 'must be an object').check(({ value, issues }) => {
    const schema = Object.hasOwn(schemas, value.type) ? schemas[value.type] : undefined;
    for (const { path, message } of schema?.safeParse(value).error?.issues ?? []) {
      issues.push({ code: 'custom', path: [...path], message, input: value });
    }
  });
}
