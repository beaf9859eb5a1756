import type { BetaMessage } from '../types/message.ts';

/** Survives bundling, a second copy of the package and other realms, where `instanceof` fails. */
const brand = Symbol.for('anthropic-rxjs.error');

/** The options of every error of this library. */
export interface AnthropicErrorOptions {
  /** The underlying error, unchanged. */
  readonly cause?: unknown;
}

/**
 * The base class of every error of this library. Errors of a stream arrive as error notifications, never as exceptions.
 *
 * @example Distinguish the errors of this library from others
 * ```ts
 * import { isAnthropicError } from 'anthropic-rxjs';
 *
 * const explain = (error: unknown) => (isAnthropicError(error) ? error.message : 'not from this library');
 * ```
 */
export class AnthropicError extends Error {
  /**
   * The partial reply. Operators that accumulate (`snapshots`, `finalMessage`, …) and `retainPartial()` add it to
   * errors that pass through them.
   */
  declare partialMessage?: BetaMessage;

  constructor(message: string, options?: AnthropicErrorOptions) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
  }

  override get name(): string {
    return 'AnthropicError';
  }

  get [brand](): true {
    return true;
  }
}

/**
 * Whether a value is an error of this library, even one of another copy of the package or of another realm.
 *
 * @example Rethrow other errors
 * ```ts
 * import { isAnthropicError } from 'anthropic-rxjs';
 *
 * const rethrowForeign = (error: unknown) => {
 *   if (!isAnthropicError(error)) throw error;
 * };
 * ```
 */
export function isAnthropicError(error: unknown): error is AnthropicError {
  return typeof error === 'object' && error !== null && brand in error;
}

/** Whether `error` is ours and of the class called `name`, or of one derived from it. */
export function isErrorNamed(error: unknown, name: string): boolean {
  if (!isAnthropicError(error)) return false;
  for (let prototype: unknown = Object.getPrototypeOf(error); prototype; prototype = Object.getPrototypeOf(prototype)) {
    if ((prototype as Error).name === name) return true; // every object has a prototype chain of objects
  }
  return false;
}
