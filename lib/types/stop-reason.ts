/** The reason why the model stopped. The list is open: see `isUnknownStopReason`. */
export type StopReason =
  'end_turn' | 'max_tokens' | 'stop_sequence' | 'tool_use' | 'pause_turn' | 'refusal' | 'model_context_window_exceeded';

/** Stop reasons with the beta ones. */
export type BetaStopReason = StopReason | 'compaction';
