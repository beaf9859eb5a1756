/** One budget of the API and its remainder. */
export interface RateLimit {
  /** The budget per period; requests or tokens. */
  readonly limit: number | null;
  /** The remainder; requests or tokens. */
  readonly remaining: number | null;
  /** The time when it is full again. */
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
