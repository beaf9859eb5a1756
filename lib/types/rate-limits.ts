/** One budget of the API and what is left of it. */
export interface RateLimit {
  /** What the budget allows in one period; requests or tokens. */
  readonly limit: number | null;
  /** What is left of it; requests or tokens. */
  readonly remaining: number | null;
  /** When it is full again. */
  readonly reset: Date | null;
}

/** What the `anthropic-ratelimit-*` headers of a response say; `null` where the response does not tell. */
export interface RateLimits {
  readonly requests: RateLimit | null;
  /** Input and output tokens together. */
  readonly tokens: RateLimit | null;
  readonly inputTokens: RateLimit | null;
  readonly outputTokens: RateLimit | null;
  /** Input tokens of the Priority Tier. */
  readonly priorityInputTokens: RateLimit | null;
  /** Output tokens of the Priority Tier. */
  readonly priorityOutputTokens: RateLimit | null;
}
