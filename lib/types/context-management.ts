/** What context management cut from the request. */
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
  /** From where on it clears. */
  trigger?: InputTokens | ToolUses | undefined;
  /** The latest calls, which stay. */
  keep?: ToolUses | undefined;
  /** Clears nothing rather than less. */
  clear_at_least?: InputTokens | null | undefined;
  /** Whether, or of which tools, the inputs go too. */
  clear_tool_inputs?: boolean | string[] | null | undefined;
  /** Tools whose calls stay. */
  exclude_tools?: string[] | null | undefined;
}

/** Clears old thinking. */
export interface ClearThinkingEdit {
  type: 'clear_thinking_20251015';
  /** How much of it stays. */
  keep?: 'all' | { type: 'all' } | { type: 'thinking_turns'; value: number } | undefined;
}

/** Replaces the conversation by a summary when it grows long. */
export interface CompactEdit {
  type: 'compact_20260112';
  /** Default 150000 input tokens. */
  trigger?: InputTokens | null | undefined;
  /** What the summary is to hold. */
  instructions?: string | null | undefined;
  /** Ends the reply after the summary. */
  pause_after_compaction?: boolean | undefined;
}

/** What the API may cut from the request. */
export interface ContextManagementConfig {
  edits?: (ClearToolUsesEdit | ClearThinkingEdit | CompactEdit)[] | undefined;
}
