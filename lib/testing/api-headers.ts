const REQUESTS_LIMIT = 4000;
const INPUT_TOKENS_LIMIT = 400_000;
const OUTPUT_TOKENS_LIMIT = 80_000;

/** The headers that the API adds to every reply, here for the `number`-th request of a server. */
export function apiHeaders(requestId: string, number: number): Record<string, string> {
  // Without fractions of a second, like the API.
  const reset = `${new Date(Date.now() + 1000).toISOString().slice(0, 19)}Z`;
  const limits = {
    requests: REQUESTS_LIMIT,
    tokens: INPUT_TOKENS_LIMIT + OUTPUT_TOKENS_LIMIT,
    'input-tokens': INPUT_TOKENS_LIMIT,
    'output-tokens': OUTPUT_TOKENS_LIMIT,
  };
  return {
    'request-id': requestId,
    'anthropic-organization-id': '00000000-0000-4000-8000-000000000000',
    ...Object.fromEntries(
      Object.entries(limits).flatMap(([name, limit]) => [
        [`anthropic-ratelimit-${name}-limit`, String(limit)],
        [`anthropic-ratelimit-${name}-remaining`, String(limit - (name === 'requests' ? number % limit : 0))],
        [`anthropic-ratelimit-${name}-reset`, reset],
      ]),
    ),
  };
}
