import { isAnthropicError } from '../errors/anthropic-error.ts';
import { apiErrorKinds } from '../errors/api-error-kinds.ts';
import { isAPIError } from '../errors/api-error.ts';

const apiTypes: ReadonlySet<string> = new Set(apiErrorKinds.map(([type]) => type));

/**
 * The `error.type` of a failure, of which there are few: the API's own type, such as `overloaded_error`; for other replies
 * the status, such as `502`; for other errors of this library the name of the class; `_OTHER` for the rest.
 */
export function errorType(error: unknown): string {
  if (!isAnthropicError(error)) return '_OTHER';
  if (!isAPIError(error)) return error.name;
  if (error.type && apiTypes.has(error.type)) return error.type;
  return error.status === undefined ? error.name : String(error.status);
}
