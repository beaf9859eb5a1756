import type { $ZodCheck } from 'zod/v4/core';
import { custom, looseObject } from './kinds.ts';

/** Schemas of single values. All use one kind of schema: each further kind of zod would add its code to every app. */
export const string = custom<string>((value) => typeof value === 'string', 'must be a string');
export const number = custom<number>(Number.isFinite, 'must be a number');
export const index = custom<number>(isIndex, (value) =>
  Number.isSafeInteger(value) ? 'must not be below 0' : 'must be a whole number',
);
/** The caller validates the items: zod would collect the issues of all of them. */
export const list = (fix: string, ...checks: readonly $ZodCheck<unknown[]>[]) =>
  custom<unknown[]>(Array.isArray, fix, ...checks);
export const object = looseObject({}, 'must be an object');

/** Whether a value is a whole number of 0 or more. */
export function isIndex(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
