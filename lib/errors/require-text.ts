import { wrongOption } from './wrong-option.ts';

/** A value of the source of `owner`. Throws `InvalidOptionsError` for one that is not text; the error suggests `toText`. */
export function requireText(owner: string, value: unknown, toText: string): string {
  if (typeof value === 'string') return value;
  throw wrongOption(owner, 'source', `emits values that are not text; pass text, such as source.pipe(${toText})`);
}
