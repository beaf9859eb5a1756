import type * as z from 'zod/mini';

/**
 * What a schema of `T` may look at, for `z.looseObject({ … } satisfies Shape<T>)`: a field that `T` doesn't have and a
 * check that its values would fail do not compile. Fields may be left out, and checked as nullish where proxies omit them.
 */
export type Shape<T> = { readonly [K in keyof T]?: z.ZodMiniType<Wire<T[K]> | null | undefined> };

/** As it comes over the wire, where lists of literals are open. */
type Wire<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends readonly unknown[]
      ? unknown[]
      : T extends object
        ? object
        : T | null | undefined;
