import type { MCPTool } from './beta-tool-param.ts';
import type { Model } from './model.ts';
import type { RefusalCategory } from './stop-details.ts';
import type { TextBlock } from './text-block.ts';
import type { ToolAdditionBlock, ToolRemovalBlock } from './tool-change.ts';

/** The advisor's answer, or the reason for its absence. */
export interface AdvisorToolResultBlock {
  type: 'advisor_tool_result';
  tool_use_id: string;
  content:
    | { type: 'advisor_result'; text: string; stop_reason?: string | null | undefined }
    | { type: 'advisor_redacted_result'; encrypted_content: string; stop_reason?: string | null | undefined }
    | {
        type: 'advisor_tool_result_error';
        error_code:
          | 'max_uses_exceeded'
          | 'prompt_too_long'
          | 'too_many_requests'
          | 'overloaded'
          | 'unavailable'
          | 'execution_time_exceeded'
          | 'model_not_found';
      };
}

/** A call of a tool of a remote MCP server. The API calls it. */
export interface MCPToolUseBlock {
  type: 'mcp_tool_use';
  id: string;
  name: string;
  server_name: string;
  /** Input of the call. While the block streams, only the certain part of it. */
  input: unknown;
}

/** The result of an MCP tool call. */
export interface MCPToolResultBlock {
  type: 'mcp_tool_result';
  tool_use_id: string;
  is_error: boolean;
  content: string | TextBlock[];
}

/** The tools that an MCP server offers. */
export interface MCPToolListingBlock {
  type: 'mcp_tool_listing';
  mcp_server_name: string;
  tools: MCPTool[];
}

/** A summary that replaces the conversation before it. Send it back unchanged. */
export interface CompactionBlock {
  type: 'compaction';
  /** `null` when compaction failed. */
  content?: string | null | undefined;
  /** Opaque. */
  encrypted_content?: string | null | undefined;
  signature?: string | null | undefined;
  /** Changes of the tools within the summarized part. */
  tool_changes?: (ToolAdditionBlock | ToolRemovalBlock)[] | null | undefined;
}

/** Another model wrote the rest of the reply. Keep the block in place when you send the reply back. */
export interface FallbackBlock {
  type: 'fallback';
  from: { model: Model };
  to: { model: Model };
  trigger: { type: 'refusal'; category?: RefusalCategory | null | undefined };
}
