import * as z from 'zod/mini';

/** Schemas of single values. All use one kind of schema: each further kind of zod would add its code to every app. */
export const string = z.custom<string>((value) => typeof value === 'string', 'must be a string');
export const number = z.custom<number>(Number.isFinite, 'must be a number');
export const index = z.custom<number>((value) => Number.isSafeInteger(value) && value >= 0, {
  error: ({ input }) => (Number.isSafeInteger(input) ? 'must not be below 0' : 'must be a whole number'),
});
/** The caller validates the items: zod would collect the issues of all of them. */
export const list = (fix: string) => z.custom<unknown[]>(Array.isArray, fix);
export const object = z.looseObject({}, 'must be an object');
