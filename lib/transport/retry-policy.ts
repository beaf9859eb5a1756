import { isAPIError } from '../errors/api-error.ts';
import { isRetryable } from '../errors/is-retryable.ts';

/** A failed attempt, as a retry policy sees it. */
export interface FailedAttempt {
  readonly error: unknown;
  /** How many times the request has been sent again already: 0 after the first attempt. */
  readonly retryCount: number;
}

/** Gives the time to wait before the next attempt, in ms, or `null` to give up. */
export type RetryPolicy = (failed: FailedAttempt) => number | null;

const firstDelay = 500;
const longestDelay = 8_000;

/**
 * Sends again what `isRetryable` allows: after the time the server asks for, else after 0.5 s, 1 s, 2 s, … up to 8 s,
 * each shortened by up to a quarter at random so that many clients do not come back at once.
 */
export function defaultRetryPolicy({ error, retryCount }: FailedAttempt, random = Math.random): number | null {
  if (!isRetryable(error)) return null;
  if (isAPIError(error) && error.retryAfter !== undefined) return error.retryAfter;
  return Math.min(firstDelay * 2 ** retryCount, longestDelay) * (1 - random() * 0.25);
}
