import type { Model } from './model.ts';

/** Input tokens written to the prompt cache, by lifetime. */
export interface CacheCreation {
  /** Tokens kept for five minutes. */
  ephemeral_5m_input_tokens: number;
  /** Tokens kept for one hour. */
  ephemeral_1h_input_tokens: number;
}

/** The number of calls of server tools. */
export interface ServerToolUsage {
  web_search_requests: number;
  web_fetch_requests?: number | undefined;
}

/** A breakdown of the output tokens. */
export interface OutputTokensDetails {
  /** Tokens of thinking, contained in `output_tokens`. */
  thinking_tokens: number;
}

/**
 * Tokens of one reply. All input is `input_tokens + cache_creation_input_tokens + cache_read_input_tokens`.
 */
export interface Usage {
  /** Input tokens outside the prompt cache: neither read from it nor written to it. */
  input_tokens: number;
  /** Output tokens so far. */
  output_tokens: number;
  /** Input tokens written to the prompt cache. */
  cache_creation_input_tokens?: number | null | undefined;
  /** Input tokens read from the prompt cache. */
  cache_read_input_tokens?: number | null | undefined;
  /** `cache_creation_input_tokens`, by lifetime. */
  cache_creation?: CacheCreation | null | undefined;
  output_tokens_details?: OutputTokensDetails | null | undefined;
  server_tool_use?: ServerToolUsage | null | undefined;
  /** The capacity that served the request. */
  service_tier?: 'standard' | 'priority' | 'batch' | null | undefined;
  speed?: 'standard' | 'fast' | null | undefined;
  /** The region that served the request. */
  inference_geo?: string | null | undefined;
}

/** Token counts of one model call inside a reply. */
export interface IterationTokens {
  input_tokens: number;
  output_tokens: number;
  cache_read_input_tokens: number;
  cache_creation_input_tokens: number;
  cache_creation?: CacheCreation | null | undefined;
}

/** One model call inside a reply; the last one of type `message` shows the size of the context. */
export type IterationUsage =
  | (IterationTokens & { type: 'message'; model?: Model | null | undefined })
  | (IterationTokens & { type: 'compaction' })
  | (IterationTokens & { type: 'advisor_message'; model: Model })
  | (IterationTokens & { type: 'fallback_message'; model: Model });

/** The reason why a fallback credit was not redeemed. */
export type FallbackCreditReason =
  | 'body_mismatch'
  | 'continuation_excluded'
  | 'continuation_only'
  | 'expired'
  | 'invalid_target_model'
  | 'not_enabled'
  | 'reprice_unavailable'
  | 'temporarily_unavailable'
  | 'variant_fields_present'
  | 'wrong_organization'
  | 'wrong_platform'
  | 'wrong_workspace';

/** The outcome of the credit of an earlier refusal. */
export interface FallbackCreditUsage {
  status:
    | { type: 'redeemed' }
    | { type: 'not_applied'; reason: FallbackCreditReason; remove_to_redeem?: string[] | null | undefined };
}

/** Usage with the beta members. */
export interface BetaUsage extends Usage {
  /** The model calls inside the reply. Compaction is not in the totals above. */
  iterations?: IterationUsage[] | null | undefined;
  fallback_credit?: FallbackCreditUsage | null | undefined;
}

/** Usage in `message_delta`: cumulative; absent counts stay unchanged. */
export interface MessageDeltaUsage {
  /** Output tokens so far. */
  output_tokens: number;
  input_tokens?: number | null | undefined;
  cache_creation_input_tokens?: number | null | undefined;
  cache_read_input_tokens?: number | null | undefined;
  output_tokens_details?: OutputTokensDetails | null | undefined;
  server_tool_use?: ServerToolUsage | null | undefined;
}

/** Usage of `message_delta` with the beta members. */
export interface BetaMessageDeltaUsage extends MessageDeltaUsage {
  iterations?: IterationUsage[] | null | undefined;
  fallback_credit?: FallbackCreditUsage | null | undefined;
}
