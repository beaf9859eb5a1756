import type { RateLimit, RateLimits } from '../types/rate-limits.ts';

/** Reads the `anthropic-ratelimit-*` and `anthropic-priority-*` headers; missing or unreadable ones are `null`. */
export function parseRateLimits(headers: Headers): RateLimits {
  const read = (budget: string): RateLimit | null => {
    const limit = number(headers.get(`${budget}-limit`));
    const remaining = number(headers.get(`${budget}-remaining`));
    const reset = date(headers.get(`${budget}-reset`));
    return limit === null && remaining === null && reset === null ? null : { limit, remaining, reset };
  };
  return {
    requests: read('anthropic-ratelimit-requests'),
    tokens: read('anthropic-ratelimit-tokens'),
    inputTokens: read('anthropic-ratelimit-input-tokens'),
    outputTokens: read('anthropic-ratelimit-output-tokens'),
    priorityInputTokens: read('anthropic-priority-input-tokens'),
    priorityOutputTokens: read('anthropic-priority-output-tokens'),
  };
}

/** The headers of a custom `fetch` may be a `Map`, which has `undefined` for an absent one. */
function number(text: string | null | undefined): number | null {
  const value = text?.trim() ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : null;
}

function date(text: string | null): Date | null {
  const value = new Date(text ?? Number.NaN);
  return Number.isNaN(value.getTime()) ? null : value;
}
