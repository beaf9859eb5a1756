import type { ToolInputBlock } from './content-block.ts';

const types: Readonly<Record<ToolInputBlock['type'], true>> = {
  tool_use: true,
  server_tool_use: true,
  mcp_tool_use: true,
};

/** Whether the `input` of a block arrives in fragments: calls of your tools, of the API's and of MCP servers. */
export function isToolInputBlock(block: { readonly type: string }): block is ToolInputBlock {
  const given = block as typeof block | null | undefined; // JavaScript may pass any value
  return Object.hasOwn(types, given?.type ?? '');
}
