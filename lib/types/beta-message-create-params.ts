import type { AnthropicBeta } from './anthropic-beta.ts';
import type { BetaToolUnion } from './beta-tool-param.ts';
import type { ContextManagementConfig } from './context-management.ts';
import type { MessageCreateParams } from './message-create-params.ts';
import type { BetaMessageParam } from './message-param.ts';
import type { Model } from './model.ts';
import type { BetaOutputConfig, JSONOutputFormat } from './output-config.ts';
import type { BetaThinkingConfigParam } from './thinking-config-param.ts';

/** A remote MCP server that the API may call. */
export interface MCPServerURLDefinition {
  type: 'url';
  /** The name for `mcp_toolset`. */
  name: string;
  url: string;
  /** OAuth token for the server. */
  authorization_token?: string | null | undefined;
  tool_configuration?:
    { allowed_tools?: string[] | null | undefined; enabled?: boolean | null | undefined } | null | undefined;
}

/** Another model for a request that the first model refuses, and its params. */
export interface FallbackParam {
  model: Model;
  max_tokens?: number | null | undefined;
  output_config?: BetaOutputConfig | null | undefined;
  speed?: 'standard' | 'fast' | null | undefined;
  thinking?: BetaThinkingConfigParam | null | undefined;
}

/** The params of one call of `client.beta.messages`. */
export interface BetaMessageCreateParams extends Omit<
  MessageCreateParams,
  'messages' | 'output_config' | 'thinking' | 'tools'
> {
  messages: BetaMessageParam[];
  output_config?: BetaOutputConfig | undefined;
  thinking?: BetaThinkingConfigParam | undefined;
  tools?: BetaToolUnion[] | undefined;
  /** Sent as the header `anthropic-beta`. */
  betas?: AnthropicBeta[] | undefined;
  /** Who pays for the request; `user_profile` requires `user_profile_id`. */
  billing_policy?: { type: 'billing_policy'; bill_to?: 'self' | 'user_profile' | undefined } | null | undefined;
  /** Requests only a summary of the conversation. */
  compaction?: { type: 'summarize'; instructions?: string | null | undefined } | null | undefined;
  /** The parts that the API may remove from a long conversation. */
  context_management?: ContextManagementConfig | null | undefined;
  /** Redeems the credit of an earlier refusal. */
  fallback_credit_token?: string | { token: string; mode?: 'strict' | 'best_effort' | undefined } | null | undefined;
  /** The models to try, in this order, if one refuses; `default` lets the API choose. */
  fallbacks?: FallbackParam[] | 'default' | null | undefined;
  /** Remote MCP servers that the API may call. */
  mcp_servers?: MCPServerURLDefinition[] | undefined;
  /** Older name of `output_config.format`; set one of them. */
  output_format?: JSONOutputFormat | null | undefined;
  /** A conversation that the server keeps. `continue` sends only the new turns, without `system` and `tools`. */
  thread?: { type: 'create' } | { type: 'continue'; previous_message_id: string } | null | undefined;
}
