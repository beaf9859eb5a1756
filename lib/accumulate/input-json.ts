import { MalformedStreamError } from '../errors/malformed-stream-error.ts';

/** The JSON of a tool input. Throws `MalformedStreamError` for an input without any, such as one of 10,000 levels. */
export function inputJSON(input: unknown): string {
  try {
    return JSON.stringify(input ?? {});
  } catch (cause) {
    const message = 'The input of a tool call has no JSON: it is nested too deeply, or contains a cycle or a BigInt.';
    throw new MalformedStreamError(message, { cause });
  }
}
