import type { BetaMessageCreateParams } from './beta-message-create-params.ts';
import type { MessageCreateParams } from './message-create-params.ts';

/** What the tokens are counted of. */
export type MessageCountTokensParams = Pick<
  MessageCreateParams,
  | 'cache_control'
  | 'messages'
  | 'model'
  | 'output_config'
  | 'speed'
  | 'system'
  | 'thinking'
  | 'tool_choice'
  | 'tools'
  | 'user_profile_id'
  | 'workspace_id'
>;

/** What the tokens are counted of, with the beta params. */
export type BetaMessageCountTokensParams = Pick<
  BetaMessageCreateParams,
  | keyof MessageCountTokensParams
  | 'betas'
  | 'billing_policy'
  | 'compaction'
  | 'context_management'
  | 'mcp_servers'
  | 'output_format'
>;

/** How many input tokens a request takes. */
export interface MessageTokensCount {
  input_tokens: number;
}

/** How many input tokens a request takes, after what context management would cut. */
export interface BetaMessageTokensCount extends MessageTokensCount {
  context_management?: { original_input_tokens: number } | null | undefined;
}
