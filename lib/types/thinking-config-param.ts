/** Thinking with a fixed budget. */
export interface ThinkingConfigEnabled {
  type: 'enabled';
  /** Tokens for thinking: at least 1024 and less than `max_tokens`. */
  budget_tokens: number;
  /** Whether thinking is shown in summary or left out. */
  display?: 'summarized' | 'omitted' | null | undefined;
}

/** The model decides how much to think. */
export interface ThinkingConfigAdaptive {
  type: 'adaptive';
  /** Whether thinking is shown in summary or left out. */
  display?: 'summarized' | 'omitted' | null | undefined;
}

/** No thinking; short notes between tool calls come back as thinking blocks. */
export interface ThinkingConfigBetweenTools {
  type: 'between_tools';
}

/** No thinking. */
export interface ThinkingConfigDisabled {
  type: 'disabled';
}

/** How the model thinks. Which kinds a model takes, its entry in the Models API tells. */
export type ThinkingConfigParam =
  ThinkingConfigEnabled | ThinkingConfigAdaptive | ThinkingConfigBetweenTools | ThinkingConfigDisabled;

/** What to do with thinking that belongs to another context. */
export interface BetaThinkingBinding {
  block_binding?: { prefix_mismatch_behavior?: 'error' | 'drop_block' | null | undefined } | null | undefined;
  /** Whether thinking is shown in summary, as progress updates or left out. */
  display?: 'summarized' | 'omitted' | 'updates' | null | undefined;
}

/** How the model thinks, with the beta members. */
export type BetaThinkingConfigParam =
  | (Omit<ThinkingConfigEnabled, 'display'> & BetaThinkingBinding)
  | (Omit<ThinkingConfigAdaptive, 'display'> & BetaThinkingBinding)
  | ThinkingConfigBetweenTools
  | ThinkingConfigDisabled;
