import type { BetaContentBlock, UnknownBlock } from './content-block.ts';
import { isUnlisted } from './is-unlisted.ts';
import type { Unlisted } from './unlisted.ts';

const known: Readonly<Record<BetaContentBlock['type'], true>> = {
  text: true,
  thinking: true,
  redacted_thinking: true,
  tool_use: true,
  server_tool_use: true,
  web_search_tool_result: true,
  web_fetch_tool_result: true,
  code_execution_tool_result: true,
  bash_code_execution_tool_result: true,
  text_editor_code_execution_tool_result: true,
  tool_search_tool_result: true,
  container_upload: true,
  advisor_tool_result: true,
  mcp_tool_use: true,
  mcp_tool_result: true,
  mcp_tool_listing: true,
  compaction: true,
  fallback: true,
};

/** Whether a block of a reply is newer than this library. */
export function isUnknownBlock(block: { readonly type: string }): block is Unlisted<UnknownBlock> {
  return isUnlisted(known, block);
}
