/**
 * Statements about types, to be proven by the compiler: `true satisfies Same<A, B>` compiles only when it holds.
 * Run by `tsc`; under jest they are just `true`.
 */

/** Whether two types are the very same. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Whether each `From` can be given where a `To` is expected. */
export type Assignable<From, To> = [From] extends [To] ? true : false;
