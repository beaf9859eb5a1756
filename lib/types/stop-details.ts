import type { Model } from './model.ts';

/** What a refusal is about. */
export type RefusalCategory = 'cyber' | 'bio' | 'frontier_llm' | 'reasoning_extraction' | 'general_harms';

/** Why the model refused, next to `stop_reason: 'refusal'`. */
export interface RefusalStopDetails {
  type: 'refusal';
  category?: RefusalCategory | null | undefined;
  explanation?: string | null | undefined;
}

/** Refusal details with what is needed to go on with another model. */
export interface BetaRefusalStopDetails extends RefusalStopDetails {
  /** Valid for five minutes. */
  fallback_credit_token?: string | null | undefined;
  /** Whether the partial reply may be appended as an assistant turn when trying again. */
  fallback_has_prefill_claim?: boolean | null | undefined;
  recommended_model?: Model | null | undefined;
}
