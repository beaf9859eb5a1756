/** The caller of a tool: the model itself, or code that it runs. */
export type Caller =
  | { type: 'direct' }
  | { type: 'code_execution_20250825'; tool_id: string }
  | { type: 'code_execution_20260120'; tool_id: string };
