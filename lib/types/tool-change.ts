import type { BetaToolUnion } from './beta-tool-param.ts';
import type { Cacheable } from './cache-control.ts';

/** A tool, or all tools of an MCP server, by name. */
export type ToolChangeReference =
  | { type: 'tool_reference'; name: string }
  | { type: 'mcp_tool_reference'; server_name: string; name: string }
  | { type: 'mcp_toolset_reference'; server_name: string };

/** Adds a tool in the middle of a conversation; in system messages only. */
export interface ToolAdditionBlock extends Cacheable {
  type: 'tool_addition';
  tool: ToolChangeReference | { type: 'tool_definition'; definition: BetaToolUnion };
}

/** Removes a tool in the middle of a conversation; in system messages only. */
export interface ToolRemovalBlock extends Cacheable {
  type: 'tool_removal';
  tool: ToolChangeReference;
}
