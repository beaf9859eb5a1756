import { MalformedStreamError } from '../errors/malformed-stream-error.ts';

/** The JSON of a tool input. Throws `MalformedStreamError` for an input without one, such as 10,000 levels. */
export function inputJSON(input: unknown): string {
  try {
    return JSON.stringify(input ?? {});
  } catch (cause) {
    const message = 'JSON cannot represent a tool input: it is nested too deeply, or contains a cycle or a BigInt.';
    throw new MalformedStreamError(message, { cause });
  }
}
