/** Thinking with a fixed budget. */
export interface ThinkingConfigEnabled {
  type: 'enabled';
  /** Tokens for thinking: at least 1024 and less than `max_tokens`. */
  budget_tokens: number;
  /** Whether the API summarizes thinking or omits it. */
  display?: 'summarized' | 'omitted' | null | undefined;
}

/** The model decides how much to think. */
export interface ThinkingConfigAdaptive {
  type: 'adaptive';
  /** Whether the API summarizes thinking or omits it. */
  display?: 'summarized' | 'omitted' | null | undefined;
}

/** No thinking; short notes between tool calls arrive in thinking blocks. */
export interface ThinkingConfigBetweenTools {
  type: 'between_tools';
}

/** No thinking. */
export interface ThinkingConfigDisabled {
  type: 'disabled';
}

/** How the model thinks. The Models API lists the kinds that a model accepts. */
export type ThinkingConfigParam =
  ThinkingConfigEnabled | ThinkingConfigAdaptive | ThinkingConfigBetweenTools | ThinkingConfigDisabled;

/** How the API treats thinking of another context. */
export interface BetaThinkingBinding {
  block_binding?: { prefix_mismatch_behavior?: 'error' | 'drop_block' | null | undefined } | null | undefined;
  /** Whether the API summarizes thinking, sends progress updates, or omits it. */
  display?: 'summarized' | 'omitted' | 'updates' | null | undefined;
}

/** How the model thinks, with the beta members. */
export type BetaThinkingConfigParam =
  | (Omit<ThinkingConfigEnabled, 'display'> & BetaThinkingBinding)
  | (Omit<ThinkingConfigAdaptive, 'display'> & BetaThinkingBinding)
  | ThinkingConfigBetweenTools
  | ThinkingConfigDisabled;
