/** Whether the `type` of an object is not in `known`. JavaScript may pass any value. */
export function isUnlisted(known: object, value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Object.hasOwn(known, (value as { type: PropertyKey }).type); // as its guard says
}
