import type * as z from 'zod/v4/core';
import type { Issue } from '../types/issue.ts';
import { issuesIn } from './kinds.ts';

/** The issues that a schema finds in a value at `at`, with paths in the notation of code. */
export function issuesOf(schema: z.$ZodType, value: unknown, at = ''): readonly Issue[] {
  return issuesIn(schema, value).map(({ path, message }) => ({ path: pathOf(at, path), message }));
}

function pathOf(at: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text && '.'}${String(key)}`),
    at,
  );
}
