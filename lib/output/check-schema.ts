import { defer, from, map, type Observable, of } from 'rxjs';
import type { Issue } from '../types/issue.ts';
import type { Schema, SchemaOutput, StandardIssue, StandardResult, StandardSchema } from '../types/standard-schema.ts';

/** What became of a value that was held against a schema. */
export type Checked<Output> =
  { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly Issue[] };

/** Emits what the schema makes of a value, once; at once unless the schema takes its time. JSON schema checks nothing. */
export function checkSchema<S extends Schema>(schema: S, value: unknown): Observable<Checked<SchemaOutput<S>>> {
  // The schema says so.
  const output = (value: unknown) => ({ value: value as SchemaOutput<S> });
  if (!isStandardSchema(schema)) return of(output(value));
  return defer(() => {
    const result = schema['~standard'].validate(value);
    return isPromiseLike(result) ? from(result) : of(result);
  }).pipe(map((result) => (result.issues ? { issues: result.issues.map(issueOf) } : output(result.value))));
}

/** Whether a schema can check values itself. */
export function isStandardSchema(schema: Schema): schema is StandardSchema {
  return '~standard' in schema;
}

function isPromiseLike(
  result: StandardResult<unknown> | PromiseLike<StandardResult<unknown>>,
): result is PromiseLike<StandardResult<unknown>> {
  return 'then' in result;
}

function issueOf(issue: StandardIssue): Issue {
  const keys = (issue.path ?? []).map((segment) => (typeof segment === 'object' ? segment.key : segment));
  return { path: keys.reduce<string>(joined, ''), message: messageOf(issue) };
}

/** zod/mini says no more than `Invalid input` where no locale is set, but knows what it wanted. */
function messageOf({ message, ...details }: StandardIssue): string {
  const { expected } = details as { expected?: unknown }; // zod's own
  return message === 'Invalid input' && typeof expected === 'string' ? `${message}: expected ${expected}` : message;
}

function joined(path: string, key: PropertyKey): string {
  return typeof key === 'number' ? `${path}[${key}]` : `${path}${path && '.'}${String(key)}`;
}
