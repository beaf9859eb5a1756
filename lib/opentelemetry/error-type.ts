import { isAnthropicError } from '../errors/anthropic-error.ts';
import { apiErrorKinds } from '../errors/api-error-kinds.ts';
import { isAPIError } from '../errors/api-error.ts';

const apiTypes: ReadonlySet<string> = new Set(apiErrorKinds.map(([type]) => type));

/**
 * The `error.type` of a failure, one of a short list. An error of the API has the API's own type, such as `overloaded_error`,
 * else its status, such as `502`. Other errors of this library have the name of their class, the rest `_OTHER`.
 */
export function errorType(error: unknown): string {
  if (!isAnthropicError(error)) return '_OTHER';
  if (!isAPIError(error)) return error.name;
  if (error.type && apiTypes.has(error.type)) return error.type;
  return error.status === undefined ? error.name : String(error.status);
}
