import { InvalidOptionsError } from './invalid-options-error.ts';

/** The error for one wrong option of `owner`. */
export function wrongOption(owner: string, path: string, message: string, cause?: unknown): InvalidOptionsError {
  return new InvalidOptionsError(owner, [{ path, message }], { cause });
}
