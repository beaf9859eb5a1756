import * as z from 'zod/v4/core';

// The kinds of schema that params and events need, from the core of zod: `zod/mini` would add the methods of its schemas
// to every app. The casts name the type that a schema accepts; the classes of the core do not infer it.

/** The fix that an issue names. */
type Fix = string | ((value: unknown) => string);

/** A value that `allows` accepts. */
export function custom<T>(allows: (value: unknown) => boolean, fix: Fix, ...checks: z.$ZodCheck<T>[]): z.$ZodType<T> {
  const error: z.$ZodErrorMap = typeof fix === 'string' ? () => fix : ({ input }) => fix(input);
  return new z.$ZodCustom({ type: 'custom', check: 'custom', fn: allows, abort: true, error, checks }) as z.$ZodType<T>;
}

/** An object with these fields and any others. */
export function looseObject<S extends z.$ZodShape>(shape: S, fix?: string, ...checks: z.$ZodCheck<Loose<S>>[]) {
  const catchall = new z.$ZodUnknown({ type: 'unknown' });
  return new z.$ZodObject({ type: 'object', shape, catchall, error: () => fix, checks }) as z.$ZodObject<S, z.$loose>;
}

type Loose<S extends z.$ZodShape> = z.output<z.$ZodObject<S, z.$loose>>;

export function optional<T>(innerType: z.$ZodType<T>) {
  return new z.$ZodOptional({ type: 'optional', innerType }) as z.$ZodType<T | undefined>;
}

export function nullable<T>(innerType: z.$ZodType<T>) {
  return new z.$ZodNullable({ type: 'nullable', innerType }) as z.$ZodType<T | null>;
}

/** A check of a value that its schema accepts. It adds its issues itself, and so can end early. */
export function check<T>(run: z.CheckFn<T>): z.$ZodCheck<T> {
  const made = new z.$ZodCheck({ check: 'custom' }) as z.$ZodCheck<T>;
  made._zod.check = run;
  return made;
}

/** Adds the issues that a schema finds in a part of a value, which is at `path` of it. */
export function checkPart(issues: z.$ZodRawIssue[], path: PropertyKey[], schema: z.$ZodType, part: unknown): void {
  for (const issue of z.safeParse(schema, part).error?.issues ?? []) {
    issues.push({ code: 'custom', path: [...path, ...issue.path], message: issue.message, input: part });
  }
}

/** A check with one issue, at `path` of the value. */
export function refine<T>(allows: (value: T) => boolean, message: string, path: PropertyKey[] = []): z.$ZodCheck<T> {
  return check(({ value, issues }) => {
    if (!allows(value)) issues.push({ code: 'custom', path: [...path], message, input: value });
  });
}
