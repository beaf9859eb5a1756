/**
 * Proof that `type` is not a name that this library knows. `type` is `any` because narrowing intersects: with `string`
 * a value of a closed union would keep the known names, and comparing it with a newer one would not compile.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as said above
export type Unlisted<T extends { type: string }> = T & { type: any };
