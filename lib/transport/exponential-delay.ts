import { isAPIError } from '../errors/api-error.ts';

const firstDelay = 500;
const longestDelay = 8_000;

/**
 * The time before a retry, in ms: the wait that the server requests, else 0.5 s, 1 s, 2 s, … up to 8 s. A random share of
 * up to a quarter is subtracted, so that many clients do not return at the same time. `retryCount` is 1 for the first retry.
 */
export function exponentialDelay(error: unknown, retryCount: number, random = Math.random): number {
  if (isAPIError(error) && error.retryAfter !== undefined) return error.retryAfter;
  return Math.min(firstDelay * 2 ** (retryCount - 1), longestDelay) * (1 - random() * 0.25);
}
