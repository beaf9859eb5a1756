import { wrongOption } from '../errors/wrong-option.ts';

/** The JSON of a value that the source of `owner` emitted. Throws `InvalidOptionsError` for a value without any. */
export function jsonOf(owner: string, value: unknown): string {
  const json = stringify(owner, value);
  if (json !== undefined) return json;
  const message = `emits a value of type ${typeof value}, which JSON cannot represent; map it to null or filter it out`;
  throw wrongOption(owner, 'source', message);
}

function stringify(owner: string, value: unknown): string | undefined {
  try {
    return JSON.stringify(value); // undefined for some values, unlike its type says
  } catch (cause) {
    const message = 'emits a value that JSON cannot represent, such as a cycle or a BigInt; map it to plain data';
    throw wrongOption(owner, 'source', message, cause);
  }
}
