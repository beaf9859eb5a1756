/** The longest wait a timer can keep, in ms. */
const longest = 2 ** 31 - 1;

/**
 * How long the server asks to wait, in ms: `retry-after-ms`, else `retry-after` in seconds or as a date. A value that is
 * no number, not above 0 or beyond what a timer can keep counts as absent.
 */
export function parseRetryAfter(headers: Headers, now: number): number | undefined {
  const milliseconds = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (usable(milliseconds)) return milliseconds;
  const text = headers.get('retry-after') ?? '';
  const seconds = Number.parseFloat(text) * 1000;
  if (/^\s*[-+.\d]+\s*$/.test(text)) return usable(seconds) ? seconds : undefined;
  const until = Date.parse(text) - now;
  return usable(until) ? until : undefined;
}

function usable(milliseconds: number): boolean {
  return milliseconds > 0 && milliseconds <= longest;
}
