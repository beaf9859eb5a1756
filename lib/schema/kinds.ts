import * as z from 'zod/v4/core';
import { isRecord } from '../errors/is-record.ts';

// One kind of schema of zod's core, and checks of it, validate params and events: each further kind would add its code to
// every app. The casts name the type that a schema accepts; the classes of the core do not infer it.

/** The fix that an issue names. */
type Fix = string | ((value: unknown) => string);
type Fields = Readonly<Record<string, z.$ZodType>>;
type Loose<F extends Fields> = { readonly [Name in keyof F]: z.output<F[Name]> } & Readonly<Record<string, unknown>>;

/** A value that `allows` accepts. The checks run one after the other, up to the first with issues. */
export function custom<T>(allows: (value: unknown) => boolean, fix: Fix, ...checks: z.$ZodCheck<T>[]): z.$ZodType<T> {
  const error: z.$ZodErrorMap = typeof fix === 'string' ? () => fix : ({ input }) => fix(input);
  return new z.$ZodCustom({ type: 'custom', check: 'custom', fn: allows, abort: true, error, checks }) as z.$ZodType<T>;
}

/** An object with these fields and any others. */
export function looseObject<F extends Fields>(fields: F, fix = '', ...checks: z.$ZodCheck<Loose<F>>[]) {
  const checkFields = check<Loose<F>>(({ value, issues }) => {
    for (const [name, schema] of Object.entries(fields)) checkPart(issues, [name], schema, value[name]);
  });
  return custom<Loose<F>>((value) => isRecord(value) && !Array.isArray(value), fix, checkFields, ...checks);
}

export function optional<T>(schema: z.$ZodType<T>) {
  return custom<T | undefined>(
    () => true,
    '',
    follow((value) => (value === undefined ? undefined : schema)),
  );
}

export function nullish<T>(schema: z.$ZodType<T>) {
  return custom<T | null | undefined>(
    () => true,
    '',
    follow((value) => (value == null ? undefined : schema)),
  );
}

/** A check of a value that its schema accepts. It adds its issues itself, and so can end early. */
export function check<T>(run: z.CheckFn<T>): z.$ZodCheck<T> {
  const made = new z.$ZodCheck({ check: 'custom' }) as z.$ZodCheck<T>;
  made._zod.check = run;
  return made;
}

/** A check with one issue, at `path` of the value. */
export function refine<T>(allows: (value: T) => boolean, message: string, path: PropertyKey[] = []): z.$ZodCheck<T> {
  return check(({ value, issues }) => {
    if (!allows(value)) issues.push({ code: 'custom', path: [...path], message, input: value });
  });
}

/** A check by the schema that `schemaFor` returns for the value; without one, the value passes. */
export function follow<T>(schemaFor: (value: T) => z.$ZodType | undefined): z.$ZodCheck<T> {
  return check(({ value, issues }) => {
    const schema = schemaFor(value);
    if (schema) checkPart(issues, [], schema, value);
  });
}

/** Adds the issues that a schema finds in a part of a value, which is at `path` of it. */
export function checkPart(issues: z.$ZodRawIssue[], path: PropertyKey[], schema: z.$ZodType, part: unknown): void {
  for (const issue of z.safeParse(schema, part).error?.issues ?? []) {
    issues.push({ code: 'custom', path: [...path, ...issue.path], message: issue.message, input: part });
  }
}
