/** The parts that context management removed from the request. */
export type AppliedEdit =
  | { type: 'clear_tool_uses_20250919'; cleared_input_tokens: number; cleared_tool_uses: number }
  | { type: 'clear_thinking_20251015'; cleared_input_tokens: number; cleared_thinking_turns: number };

/** A number of input tokens. */
export interface InputTokens {
  type: 'input_tokens';
  value: number;
}

/** A number of tool calls. */
export interface ToolUses {
  type: 'tool_uses';
  value: number;
}

/** Clears old tool calls and their results. */
export interface ClearToolUsesEdit {
  type: 'clear_tool_uses_20250919';
  /** The point after which it clears. */
  trigger?: InputTokens | ToolUses | undefined;
  /** How many of the latest calls stay. */
  keep?: ToolUses | undefined;
  /** The least amount to clear; otherwise it clears nothing. */
  clear_at_least?: InputTokens | null | undefined;
  /** Whether it clears inputs too, or the tools whose inputs it clears. */
  clear_tool_inputs?: boolean | string[] | null | undefined;
  /** Tools whose calls stay. */
  exclude_tools?: string[] | null | undefined;
}

/** Clears old thinking. */
export interface ClearThinkingEdit {
  type: 'clear_thinking_20251015';
  /** How many turns of it stay. */
  keep?: 'all' | { type: 'all' } | { type: 'thinking_turns'; value: number } | undefined;
}

/** Replaces a long conversation with a summary. */
export interface CompactEdit {
  type: 'compact_20260112';
  /** The point after which it summarizes. Default 150,000 input tokens. */
  trigger?: InputTokens | null | undefined;
  /** Instructions for the summary. */
  instructions?: string | null | undefined;
  /** Ends the reply after the summary. */
  pause_after_compaction?: boolean | undefined;
}

/** The edits that the API may make to a long request. */
export interface ContextManagementConfig {
  edits?: (ClearToolUsesEdit | ClearThinkingEdit | CompactEdit)[] | undefined;
}
