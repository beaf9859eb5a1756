import { wrongOption } from '../errors/wrong-option.ts';

/** The JSON of a value that the source of `owner` emitted. Throws `InvalidOptionsError` for a value without any. */
export function jsonOf(owner: string, value: unknown): string {
  const json = JSON.stringify(value) as string | undefined; // its type says that every value has JSON
  if (json !== undefined) return json;
  const message = `emits a value of type ${typeof value}, which JSON cannot represent; map it to null or filter it out`;
  throw wrongOption(owner, 'source', message);
}
