import { isAPIError } from './api-error.ts';
import { attachCause } from './attach-cause.ts';
import { milliseconds, type OptionRule } from './check-options.ts';
import { requireAnswer } from './require-answer.ts';

/**
 * The time before a retry, in ms. If it is a number, a `retry-after` of the server replaces it. A function always
 * decides itself; `error.retryAfter` is the wait that the server requests. `retryCount` is 1 for the first retry.
 */
export type RetryDelay = number | ((error: unknown, retryCount: number) => number);

export const aRetryDelay: OptionRule = {
  allows: (value) => typeof value === 'function' || milliseconds.allows(value),
  expected: 'a number of milliseconds, 0 or more, or a function that returns one',
};

/** Reads the time before a retry. Throws `InvalidOptionsError` of `owner` where the function returns anything else. */
export function readRetryDelay(owner: string, delay: RetryDelay, error: unknown, retryCount: number): number {
  if (typeof delay === 'number') return (isAPIError(error) ? error.retryAfter : undefined) ?? delay;
  return withCause(error, () => requireAnswer(owner, 'delay', delay(error, retryCount), milliseconds));
}

/** Calls a callback about `error`, which becomes the cause of what the callback throws. */
export function withCause<T>(error: unknown, callback: () => T): T {
  try {
    return callback();
  } catch (thrown) {
    attachCause(thrown, error);
    throw thrown;
  }
}
