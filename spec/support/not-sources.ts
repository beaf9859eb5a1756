/** Values that are not an Observable or another source, and how an error describes each. */
export const notSources: readonly (readonly [value: unknown, problem: string])[] = [
  [undefined, 'is missing'],
  [null, 'is null'],
  [5, 'is 5'],
  ['text', 'is a string'],
  [{}, 'is an object'],
];
