/** The model decides whether to call tools. */
export interface ToolChoiceAuto {
  type: 'auto';
  /** At most one call in a reply. */
  disable_parallel_tool_use?: boolean | undefined;
}

/** The model calls some tool. */
export interface ToolChoiceAny {
  type: 'any';
  /** Exactly one call in a reply. */
  disable_parallel_tool_use?: boolean | undefined;
}

/** The model calls this tool. */
export interface ToolChoiceTool {
  type: 'tool';
  name: string;
  /** Exactly one call in a reply. */
  disable_parallel_tool_use?: boolean | undefined;
}

/** The model calls no tool. */
export interface ToolChoiceNone {
  type: 'none';
}

/** Which tools the model may or must call. */
export type ToolChoice = ToolChoiceAuto | ToolChoiceAny | ToolChoiceTool | ToolChoiceNone;
