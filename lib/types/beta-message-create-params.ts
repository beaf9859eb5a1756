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
  /** To be named by an `mcp_toolset`. */
  name: string;
  url: string;
  /** OAuth token for the server. */
  authorization_token?: string | null | undefined;
  tool_configuration?:
    { allowed_tools?: string[] | null | undefined; enabled?: boolean | null | undefined } | null | undefined;
}

/** Another model to ask when the first refuses, and what to ask it with. */
export interface FallbackParam {
  model: Model;
  max_tokens?: number | null | undefined;
  output_config?: BetaOutputConfig | null | undefined;
  speed?: 'standard' | 'fast' | null | undefined;
  thinking?: BetaThinkingConfigParam | null | undefined;
}

/** What one call of `client.beta.messages` asks for. */
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
  /** Who pays; `user_profile` needs `user_profile_id`. */
  billing_policy?: { type: 'billing_policy'; bill_to?: 'self' | 'user_profile' | undefined } | null | undefined;
  /** Asks for nothing but a summary of the conversation. */
  compaction?: { type: 'summarize'; instructions?: string | null | undefined } | null | undefined;
  /** What the API may cut from a conversation that grows long. */
  context_management?: ContextManagementConfig | null | undefined;
  /** Redeems the credit of an earlier refusal. */
  fallback_credit_token?: string | { token: string; mode?: 'strict' | 'best_effort' | undefined } | null | undefined;
  /** Models to ask, in this order, when one refuses; `default` leaves the choice to the API. */
  fallbacks?: FallbackParam[] | 'default' | null | undefined;
  /** Remote MCP servers that the API may call. */
  mcp_servers?: MCPServerURLDefinition[] | undefined;
  /** Older name of `output_config.format`; give one of them. */
  output_format?: JSONOutputFormat | null | undefined;
  /** A conversation that the server keeps; `continue` sends only what is new and neither `system` nor `tools`. */
  thread?: { type: 'create' } | { type: 'continue'; previous_message_id: string } | null | undefined;
}
