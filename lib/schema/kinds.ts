import * as z from 'zod/v4/core';
import { isFields } from '../types/is-fields.ts';

// One kind of schema of zod's core, and checks of it, validate params and events: each further kind would add its code to
// every app. The casts name the type that a schema accepts; the classes of the core do not infer it.

/** The fix that an issue names. */
type Fix = string | ((value: unknown) => string);
type Fields = Readonly<Record<string, z.$ZodType>>;
type Loose<F extends Fields> = { readonly [Name in keyof F]: z.output<F[Name]> } & Readonly<Record<string, unknown>>;

/** A value that passes the checks. They run one after the other, up to the first with issues. */
function checked<T>(...checks: z.$ZodCheck<T>[]): z.$ZodType<T> {
  const schema = new z.$ZodType({ type: 'custom', checks });
  schema._zod.parse = (payload) => payload;
  return schema as z.$ZodType<T>;
}

/** A value that `allows` accepts, and then the checks. */
export function custom<T>(allows: (value: unknown) => boolean, fix: Fix, ...checks: z.$ZodCheck<T>[]): z.$ZodType<T> {
  return checked(refine<T>(allows, fix), ...checks);
}

/** An object with these fields and any others. */
export function looseObject<F extends Fields>(fields: F, fix = '', ...checks: z.$ZodCheck<Loose<F>>[]) {
  const checkFields = check<Loose<F>>(({ value, issues }) => {
    for (const [name, schema] of Object.entries(fields)) checkPart(issues, [name], schema, value[name]);
  });
  return custom<Loose<F>>(isFields, fix, checkFields, ...checks);
}

export function optional<T>(schema: z.$ZodType<T>) {
  return checked<T | undefined>(follow((value) => (value === undefined ? undefined : schema)));
}

export function nullish<T>(schema: z.$ZodType<T>) {
  return checked<T | null | undefined>(follow((value) => (value == null ? undefined : schema)));
}

/** A check of a value that its schema accepts. It adds its issues itself, and so can end early. */
export function check<T>(run: z.CheckFn<T>): z.$ZodCheck<T> {
  const made = new z.$ZodCheck({ check: 'custom' }) as z.$ZodCheck<T>;
  made._zod.check = run;
  return made;
}

/** A check with one issue, at `path` of the value. */
export function refine<T>(allows: (value: T) => boolean, fix: Fix, path: PropertyKey[] = []): z.$ZodCheck<T> {
  return check(({ value, issues }) => {
    if (allows(value)) return;
    const message = typeof fix === 'string' ? fix : fix(value);
    issues.push({ code: 'custom', path: [...path], message, input: value });
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
  for (const found of issuesIn(schema, part)) {
    issues.push({ code: 'custom', path: [...path, ...found.path], message: found.message, input: part });
  }
}

/** The issues that a schema of these kinds finds. zod's own parsers would add their errors to every app. */
export function issuesIn(schema: z.$ZodType, value: unknown): readonly z.$ZodIssue[] {
  const { issues } = schema._zod.run({ value, issues: [] }, { async: false }) as z.ParsePayload; // no check is asynchronous
  return issues as z.$ZodIssue[]; // each has a path and a message
}
