import type * as z from 'zod/v4/core';

/**
 * The fields that a schema of `T` may validate, for `looseObject({ … } satisfies Shape<T>)`: a field that `T` doesn't have and a
 * check that its values would fail do not compile. Fields may be left out, and checked as nullish where proxies omit them.
 */
export type Shape<T> = { readonly [K in keyof T]?: z.$ZodType<Wire<T[K]> | null | undefined> };

/** The form on the wire, where lists of literals are open. */
type Wire<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends readonly unknown[]
      ? unknown[]
      : T extends object
        ? object
        : T | null | undefined;
