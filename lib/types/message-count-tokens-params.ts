import type { BetaMessageCreateParams } from './beta-message-create-params.ts';
import type { MessageCreateParams } from './message-create-params.ts';

/** The params of a request to count. */
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

/** The params of a request to count, with the beta params. */
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

/** The number of input tokens of a request. */
export interface MessageTokensCount {
  input_tokens: number;
}

/** The number of input tokens of a request, after context management. */
export interface BetaMessageTokensCount extends MessageTokensCount {
  context_management?: { original_input_tokens: number } | null | undefined;
}
