/**
 * Statements about types, to be proven by the compiler: `true satisfies Same<A, B>` compiles only when it holds.
 * Run by `tsc`; under jest they are just `true`.
 */

/** Whether two types are the very same, `any` included. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- only comparing two generics tells any apart
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Whether each `From` can be given where a `To` is expected. */
export type Assignable<From, To> = [From] extends [To] ? true : false;

/**
 * A type with all its fields there and none of them undefined: the official SDK calls nullable fields of a response
 * present, which proxies and older servers belie, and writes optional ones without `| undefined`.
 */
export type Present<T> = T extends string
  ? T
  : T extends object
    ? { [K in keyof T]-?: Present<Exclude<T[K], undefined>> }
    : T;
