/** An equality tester of jest, whose `toEqual` ignores `undefined` at the end of an array. Other values pass to jest. */
export function haveSameLength(a: unknown, b: unknown): false | undefined {
  return Array.isArray(a) && Array.isArray(b) && a.length !== b.length ? false : undefined;
}
