import { from, isObservable, type ObservableInput } from 'rxjs';
import type { Issue } from '../types/issue.ts';
import { InvalidOptionsError } from './invalid-options-error.ts';
import { refuseUnknownOptions } from './refuse-unknown-options.ts';
import { wrongOption } from './wrong-option.ts';
import { isRecord } from './is-record.ts';

/** The rule of one option. */
export interface OptionRule {
  readonly allows: (value: unknown) => boolean;
  /** Completes "must be …". */
  readonly expected: string;
  readonly required?: boolean;
  /** Whether the value may be a secret: an error then does not quote even a number. */
  readonly secret?: boolean;
}

/** An integer of at least `least`, or `Infinity`. */
export const countFrom = (least: number): OptionRule => ({
  allows: (value) => value === Infinity || (Number.isSafeInteger(value) && Number(value) >= least),
  expected: `a whole number of ${least} or more`,
});
/** A time in ms. */
export const milliseconds: OptionRule = {
  allows: (value) => typeof value === 'number' && value >= 0,
  expected: 'a number of milliseconds, 0 or more',
};
/** A time in ms that ends. */
export const finiteMilliseconds: OptionRule = {
  allows: (value) => Number.isSafeInteger(value) && Number(value) >= 1,
  expected: 'a whole number of milliseconds, 1 or more',
};
export const aNumber: OptionRule = {
  allows: (value) => typeof value === 'number' && !Number.isNaN(value),
  expected: 'a number',
};
/** Of an option that is checked later. */
export const anything: OptionRule = { allows: () => true, expected: '' };
export const aFunction: OptionRule = { allows: (value) => typeof value === 'function', expected: 'a function' };
export const anArray: OptionRule = { allows: Array.isArray, expected: 'an array' };
export const aBoolean: OptionRule = { allows: (value) => typeof value === 'boolean', expected: 'true or false' };
export const aString: OptionRule = { allows: (value) => typeof value === 'string', expected: 'a string' };
/** An `ObservableInput`, except strings: RxJS accepts those, but they are always a mistake. */
export const anObservableInput: OptionRule = {
  allows: (value) =>
    isRecord(value) &&
    ['subscribe', 'then', 'getReader', 'length', Symbol.iterator, Symbol.asyncIterator].some((key) => key in value),
  expected: 'an Observable, a promise or an iterable',
};
/** What pauses a stream. */
export const aPause: OptionRule = { allows: isObservableInput, expected: 'an Observable of true and false' };
/** A message of the API. */
export const aMessage: OptionRule = {
  allows: (value) => isRecord(value) && Array.isArray(value['content']) && value['content'].every(isRecord),
  expected: 'a message, such as finalMessage() emits',
};
/** A schema of a library, which may be a function, or JSON Schema. */
export const aSchema: OptionRule = {
  allows: (value) => isRecord(value) || typeof value === 'function',
  expected: 'a schema: of zod, zod/mini, Valibot or ArkType, or JSON Schema',
};
/** An `AbortSignal`, also of another realm. */
export const anAbortSignal: OptionRule = {
  allows: (value) =>
    isRecord(value) &&
    typeof value['aborted'] === 'boolean' &&
    [value['addEventListener'], value['removeEventListener']].every(aFunction.allows),
  expected: 'an AbortSignal, such as the signal of an AbortController',
};
/** A list of callbacks. */
export const functions: OptionRule = {
  allows: (value) => Array.isArray(value) && value.every(aFunction.allows),
  expected: 'an array of functions',
};
/** An RxJS scheduler. */
export const aScheduler: OptionRule = {
  allows: (value) => isRecord(value) && 'schedule' in value && 'now' in value,
  expected: 'an RxJS scheduler such as asyncScheduler',
};
export const oneOf = (...values: readonly unknown[]): OptionRule => ({
  allows: (value) => values.includes(value),
  expected: `one of ${values.join(', ')}`,
});
export const required = (rule: OptionRule): OptionRule => ({ ...rule, required: true });

/**
 * Checks the options of `owner` before anything else happens; an option that is `undefined` counts as absent. Throws
 * `InvalidOptionsError`, which names every wrong or unknown option and its fix. The error never quotes text, which could be
 * a secret. `path` is the path of an object of options within the options; `renamed` maps old names of options to new ones.
 */
export function checkOptions(
  owner: string,
  options: unknown,
  rules: Readonly<Record<string, OptionRule>>,
  path = '',
  renamed: Readonly<Record<string, string>> = {},
): void {
  if (!isRecord(options)) throw wrongOption(owner, '', `must be an object, such as { ${Object.keys(rules)[0]} }`);
  if (isObservable(options)) {
    const message = `must be an object, not an Observable; write source.pipe(${owner}(…))`;
    throw wrongOption(owner, '', message);
  }
  refuseUnknownOptions(owner, options, Object.keys(rules), path, renamed);
  checkFields(owner, options, rules, path);
}

/** Checks these fields of an object that may have others. Throws `InvalidOptionsError`, like `checkOptions`. */
export function checkFields(
  owner: string,
  options: unknown,
  rules: Readonly<Record<string, OptionRule>>,
  path = '',
): void {
  if (!isRecord(options)) throw wrongOption(owner, '', 'must be an object');
  const issues = Object.entries(rules).flatMap(([name, rule]) => issuesOf(`${path}${name}`, options[name], rule));
  if (issues.length > 0) throw new InvalidOptionsError(owner, issues);
}

/** Checks each of a list of arguments, which are all required. */
export function checkList(owner: string, name: string, values: readonly unknown[], rule: OptionRule): void {
  const issues = values.flatMap((value, i) => issuesOf(`${name}[${i}]`, value, required(rule)));
  if (issues.length > 0) throw new InvalidOptionsError(owner, issues);
}

function issuesOf(path: string, value: unknown, { allows, expected, required, secret }: OptionRule): Issue[] {
  if (value === undefined ? !required : allows(value)) return [];
  const given = value === undefined ? 'missing' : secret ? kindOfSecret(value) : kindOf(value);
  // Not `is an array; pass an array of strings`.
  const message = expected.startsWith(given) ? `must be ${expected}` : `is ${given}; pass ${expected}`;
  return [{ path, message }];
}

/** Describes a value without quoting even a number. */
export function kindOfSecret(value: unknown): string {
  return typeof value === 'number' ? 'a number' : kindOf(value);
}

/** Describes a value without quoting text, which could be a secret. */
export function kindOf(value: unknown): string {
  if (value == null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === '') return 'an empty string';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Whether RxJS's `from` accepts it; strings and `String` objects, which it splits into characters, do not count. */
export function isObservableInput(value: unknown): value is ObservableInput<unknown> {
  if (Object.prototype.toString.call(value) === '[object String]') return false;
  try {
    void from(value as ObservableInput<unknown>); // does not subscribe, and throws for other values
    return true;
  } catch {
    return false;
  }
}
