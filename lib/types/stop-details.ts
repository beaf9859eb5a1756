import type { Model } from './model.ts';

/** The subject of a refusal. */
export type RefusalCategory = 'cyber' | 'bio' | 'frontier_llm' | 'reasoning_extraction' | 'general_harms';

/** The reason for a refusal, next to `stop_reason: 'refusal'`. */
export interface RefusalStopDetails {
  type: 'refusal';
  category?: RefusalCategory | null | undefined;
  explanation?: string | null | undefined;
}

/** Refusal details with the data to continue with another model. */
export interface BetaRefusalStopDetails extends RefusalStopDetails {
  /** Valid for five minutes. */
  fallback_credit_token?: string | null | undefined;
  /** Whether a retry may append the partial reply in an assistant turn. */
  fallback_has_prefill_claim?: boolean | null | undefined;
  recommended_model?: Model | null | undefined;
}
