import type { ChunkedList } from './chunked-list.ts';

/**
 * A copy of `base` whose `key` is the list as an array. The array of a long list is created on the first read: one array
 * per event would take quadratic time.
 */
export function withList<T extends object, K extends keyof T & string>(
  base: T,
  key: K,
  list: ChunkedList<T[K] extends (infer Entry)[] | null | undefined ? Entry : never>,
): T {
  if (list.isShort) return { ...base, [key]: list.toArray() };
  const copy = { ...base };
  return Object.defineProperty(copy, key, { enumerable: true, configurable: true, get: () => list.toArray() });
}
