import { longestDelay } from '../errors/longest-delay.ts';

/**
 * The wait that the server requests, in ms: `retry-after-ms`, else `retry-after` in seconds or as a date. A value that is
 * not a number above 0 counts as absent. A wait longer than a timer supports is shortened to that.
 */
export function parseRetryAfter(headers: Headers, now: number): number | undefined {
  const milliseconds = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (milliseconds > 0) return Math.min(milliseconds, longestDelay);
  const text = headers.get('retry-after') ?? '';
  const seconds = Number.parseFloat(text) * 1000;
  // Two servers may each have added the header, and some write the unit.
  if (/^\s*[-+.\d]+\s*(?:s|seconds?)?\s*(?:,|$)/i.test(text))
    return seconds > 0 ? Math.min(seconds, longestDelay) : undefined;
  const until = Date.parse(text) - now;
  return until > 0 ? Math.min(until, longestDelay) : undefined;
}
