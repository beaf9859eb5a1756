import { longestDelay } from '../errors/longest-delay.ts';

/**
 * The wait that the server requests, in ms: `retry-after-ms`, else `retry-after` in seconds or as a date. A value that is
 * not a number above 0 counts as absent. A wait longer than a timer supports is shortened to that.
 */
export function parseRetryAfter(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after') ?? '';
  // Two servers may each have added the header, and some write the unit.
  const isSeconds = /^\s*[-+.\d]+\s*(?:s|seconds?)?\s*(?:,|$)/i.test(text);
  const wait = [
    Number.parseFloat(headers.get('retry-after-ms') ?? ''),
    isSeconds ? Number.parseFloat(text) * 1000 : Date.parse(text) - now,
  ].find((milliseconds) => milliseconds > 0);
  return wait && Math.min(wait, longestDelay);
}
