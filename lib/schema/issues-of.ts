import type * as z from 'zod/v4/core';
import type { Issue } from '../types/issue.ts';

/** The issues of zod, with paths in the notation of code. */
export function issuesOf(error: z.$ZodError): readonly Issue[] {
  return error.issues.map(({ path, message }) => ({ path: pathOf(path), message }));
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text && '.'}${String(key)}`),
    '',
  );
}
