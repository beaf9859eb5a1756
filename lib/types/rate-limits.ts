/** One rate limit of the API. */
export interface RateLimit {
  /** The number of requests or tokens per period. */
  readonly limit: number | null;
  /** The number of requests or tokens that remain. */
  readonly remaining: number | null;
  /** The time at which the full limit is available again. */
  readonly reset: Date | null;
}

/** The `anthropic-ratelimit-*` headers of a response; `null` for a missing header. */
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
