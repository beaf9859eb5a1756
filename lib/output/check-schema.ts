import { defer, from, map, type Observable, of } from 'rxjs';
import { isRecord } from '../errors/is-record.ts';
import { kindOf } from '../errors/check-options.ts';
import { wrongOption } from '../errors/wrong-option.ts';
import type { Issue } from '../types/issue.ts';
import type { Schema, SchemaOutput, StandardIssue, StandardResult, StandardSchema } from '../types/standard-schema.ts';

/** The result of validating a value against a schema. */
export type Checked<Output> =
  { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly Issue[] };

/**
 * Emits the result of the schema once; synchronously unless the schema is asynchronous. Plain JSON Schema accepts any
 * value.
 */
export function checkSchema<S extends Schema>(schema: S, value: unknown): Observable<Checked<SchemaOutput<S>>> {
  // An accepted value has the schema's type.
  const output = (value: unknown) => ({ value: value as SchemaOutput<S> });
  if (!isStandardSchema(schema)) return of(output(value));
  return defer(() => {
    const result = schema['~standard'].validate(value);
    return isPromiseLike(result) ? from(result) : of(result);
  }).pipe(
    map((result) => {
      if (!isRecord(result))
        throw wrongOption('schema', 'validate', `returned ${kindOf(result)}; return { value } or { issues }`);
      return result.issues ? { issues: issuesOf(result.issues) } : output(result.value);
    }),
  );
}

/** Whether a schema can validate values itself. */
export function isStandardSchema(schema: Schema): schema is StandardSchema {
  return '~standard' in schema;
}

function isPromiseLike(
  result: StandardResult<unknown> | PromiseLike<StandardResult<unknown>>,
): result is PromiseLike<StandardResult<unknown>> {
  return isRecord(result) && 'then' in result;
}

/** A schema of your own may return anything. */
function issuesOf(issues: unknown): Issue[] {
  if (Array.isArray(issues) && issues.every(isIssue)) return issues.map(issueOf);
  const given = Array.isArray(issues) ? 'an issue without a message or with a wrong path' : `issues: ${kindOf(issues)}`;
  throw wrongOption(
    'schema',
    'validate',
    `returned ${given}; return issues such as [{ message: 'is wrong', path: ['a'] }]`,
  );
}

function isIssue(issue: unknown): issue is StandardIssue {
  if (!isRecord(issue) || typeof issue['message'] !== 'string') return false;
  const path = issue['path'] ?? [];
  return Array.isArray(path) && path.every((segment) => isKey(isRecord(segment) ? segment['key'] : segment));
}

function isKey(value: unknown): value is PropertyKey {
  return ['string', 'number', 'symbol'].includes(typeof value);
}

function issueOf(issue: StandardIssue): Issue {
  const keys = (issue.path ?? []).map((segment) => (typeof segment === 'object' ? segment.key : segment));
  return { path: keys.reduce<string>(joined, ''), message: messageOf(issue) };
}

/** Without a locale, zod/mini reports only `Invalid input`, but its issue names the expected type. */
function messageOf({ message, ...details }: StandardIssue): string {
  const { expected } = details as { expected?: unknown }; // zod's own
  return message === 'Invalid input' && typeof expected === 'string' ? `${message}: expected ${expected}` : message;
}

function joined(path: string, key: PropertyKey): string {
  return typeof key === 'number' ? `${path}[${key}]` : `${path}${path && '.'}${String(key)}`;
}
