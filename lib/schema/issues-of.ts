import type * as z from 'zod/mini';
import type { Issue } from '../types/issue.ts';

/** The issues of zod, with paths in the notation of code. */
export function issuesOf(error: z.core.$ZodError): readonly Issue[] {
  return error.issues.map(({ path, message }) => ({ path: pathOf(path), message }));
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text && '.'}${String(key)}`),
    '',
  );
}
