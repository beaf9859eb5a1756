/** The effort that the model spends on a reply. */
export type Effort = 'low' | 'medium' | 'high' | 'xhigh' | 'max';

/** A JSON Schema that the text of the reply follows. */
export interface JSONOutputFormat {
  type: 'json_schema';
  schema: Record<string, unknown>;
}

/** The form of the reply. */
export interface OutputConfig {
  effort?: Effort | null | undefined;
  format?: JSONOutputFormat | null | undefined;
}

/** The form of the reply, with the beta members. */
export interface BetaOutputConfig extends OutputConfig {
  /** The maximum number of tokens for the entire task. */
  task_budget?: { type: 'tokens'; total: number; remaining?: number | null | undefined } | null | undefined;
}
