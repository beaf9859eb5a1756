/** How much the model spends on a reply. */
export type Effort = 'low' | 'medium' | 'high' | 'xhigh' | 'max';

/** A JSON schema that the text of the reply follows. */
export interface JSONOutputFormat {
  type: 'json_schema';
  schema: Record<string, unknown>;
}

/** How the reply is to be. */
export interface OutputConfig {
  effort?: Effort | null | undefined;
  format?: JSONOutputFormat | null | undefined;
}

/** How the reply is to be, with the beta members. */
export interface BetaOutputConfig extends OutputConfig {
  /** Tokens that the whole task may take. */
  task_budget?: { type: 'tokens'; total: number; remaining?: number | null | undefined } | null | undefined;
}
