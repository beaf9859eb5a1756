import type { Issue } from '../types/issue.ts';
import { InvalidOptionsError } from './invalid-options-error.ts';

/** What one option may be. */
export interface OptionRule {
  readonly allows: (value: unknown) => boolean;
  /** Completes "must be …". */
  readonly expected: string;
  readonly required?: boolean;
}

/** A whole number of `least` or more, or `Infinity`. */
export const countFrom = (least: number): OptionRule => ({
  allows: (value) => value === Infinity || (Number.isSafeInteger(value) && Number(value) >= least),
  expected: `a whole number of ${least} or more`,
});
/** A time in ms. */
export const milliseconds: OptionRule = {
  allows: (value) => typeof value === 'number' && value >= 0,
  expected: 'a number of milliseconds, 0 or more',
};
export const aFunction: OptionRule = { allows: (value) => typeof value === 'function', expected: 'a function' };
export const anObject: OptionRule = {
  allows: (value) => isObject(value),
  expected: 'an object',
};
export const anArray: OptionRule = { allows: Array.isArray, expected: 'an array' };
export const aBoolean: OptionRule = { allows: (value) => typeof value === 'boolean', expected: 'true or false' };
export const aString: OptionRule = { allows: (value) => typeof value === 'string', expected: 'a string' };
/** An RxJS scheduler. */
export const aScheduler: OptionRule = {
  allows: (value) => isObject(value) && 'schedule' in value && 'now' in value,
  expected: 'an RxJS scheduler such as asyncScheduler',
};
export const oneOf = (...values: readonly unknown[]): OptionRule => ({
  allows: (value) => values.includes(value),
  expected: `one of ${values.join(', ')}`,
});
export const required = (rule: OptionRule): OptionRule => ({ ...rule, required: true });

/**
 * Checks the options of `owner` before anything else happens; an option that is `undefined` counts as absent. Throws
 * `InvalidOptionsError`, which names every wrong option and its fix and never quotes text, which could be a secret.
 */
export function checkOptions(owner: string, options: unknown, rules: Readonly<Record<string, OptionRule>>): void {
  if (!isObject(options)) throw new InvalidOptionsError(owner, [{ path: '', message: 'must be an object' }]);
  const issues = Object.entries(rules).flatMap(([path, rule]) => issuesOf(path, options[path], rule));
  if (issues.length > 0) throw new InvalidOptionsError(owner, issues);
}

function issuesOf(path: string, value: unknown, { allows, expected, required }: OptionRule): Issue[] {
  if (value === undefined ? !required : allows(value)) return [];
  return [
    { path, message: value === undefined ? `is missing; give ${expected}` : `is ${kindOf(value)}; give ${expected}` },
  ];
}

function kindOf(value: unknown): string {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
