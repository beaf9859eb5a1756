import type {
  AdvisorToolResultBlock,
  CompactionBlock,
  FallbackBlock,
  MCPToolListingBlock,
  MCPToolUseBlock,
} from './beta-content-block.ts';
import type { Cacheable } from './cache-control.ts';
import type {
  BashCodeExecutionToolResultBlock,
  CodeExecutionToolResultBlock,
  TextEditorCodeExecutionToolResultBlock,
} from './code-execution-block.ts';
import type {
  BetaServerToolUseBlock,
  ContainerUploadBlock,
  RedactedThinkingBlock,
  ServerToolUseBlock,
  ThinkingBlock,
  ToolUseBlock,
} from './content-block.ts';
import type { DocumentBlockParam, ImageBlockParam, SearchResultBlockParam, TextBlockParam } from './content-source.ts';
import type {
  ToolSearchToolResultBlock,
  WebFetchResult,
  WebFetchToolResultBlock,
  WebFetchToolResultError,
  WebSearchToolResultBlock,
} from './server-tool-result-block.ts';
import type { ToolAdditionBlock, ToolRemovalBlock } from './tool-change.ts';
import type { ToolResultBlockParam } from './tool-result-block-param.ts';

/** A call of one of your tools, sent back. */
export interface ToolUseBlockParam extends ToolUseBlock, Cacheable {}
/** A call of a server tool, sent back. */
export interface ServerToolUseBlockParam extends ServerToolUseBlock, Cacheable {}
/** The result of a web search, sent back. */
export interface WebSearchToolResultBlockParam extends WebSearchToolResultBlock, Cacheable {}
/** The result of a web fetch, sent back. */
export interface WebFetchToolResultBlockParam extends Omit<WebFetchToolResultBlock, 'content'>, Cacheable {
  content: WebFetchToolResultError | (Omit<WebFetchResult, 'content'> & { content: DocumentBlockParam });
}
/** The result of code execution, sent back. */
export interface CodeExecutionToolResultBlockParam extends CodeExecutionToolResultBlock, Cacheable {}
/** The result of a shell command, sent back. */
export interface BashCodeExecutionToolResultBlockParam extends BashCodeExecutionToolResultBlock, Cacheable {}
/** The result of a text editor command, sent back. */
export interface TextEditorCodeExecutionToolResultBlockParam
  extends TextEditorCodeExecutionToolResultBlock, Cacheable {}
/** The result of a tool search, sent back. */
export interface ToolSearchToolResultBlockParam extends ToolSearchToolResultBlock, Cacheable {}
/** A file for the container. */
export interface ContainerUploadBlockParam extends ContainerUploadBlock, Cacheable {}

/** A block of a turn. You can send the content of a reply back unchanged. */
export type ContentBlockParam =
  | TextBlockParam
  | ImageBlockParam
  | DocumentBlockParam
  | SearchResultBlockParam
  | ThinkingBlock
  | RedactedThinkingBlock
  | ToolUseBlockParam
  | ToolResultBlockParam
  | ServerToolUseBlockParam
  | WebSearchToolResultBlockParam
  | WebFetchToolResultBlockParam
  | CodeExecutionToolResultBlockParam
  | BashCodeExecutionToolResultBlockParam
  | TextEditorCodeExecutionToolResultBlockParam
  | ToolSearchToolResultBlockParam
  | ContainerUploadBlockParam;

/** A call of a server tool, the beta ones included, sent back. */
export interface BetaServerToolUseBlockParam extends BetaServerToolUseBlock, Cacheable {}
/** The advisor's answer, sent back. */
export interface AdvisorToolResultBlockParam extends AdvisorToolResultBlock, Cacheable {}
/** A call of an MCP tool, sent back. */
export interface MCPToolUseBlockParam extends MCPToolUseBlock, Cacheable {}
/** The result of an MCP tool call, sent back. */
export interface RequestMCPToolResultBlockParam extends Cacheable {
  type: 'mcp_tool_result';
  tool_use_id: string;
  content?: string | TextBlockParam[] | undefined;
  is_error?: boolean | undefined;
}
/** A summary of the conversation before it, sent back unchanged; empty content is not allowed. */
export interface CompactionBlockParam extends CompactionBlock, Cacheable {}
/** The place where another model continued, sent back in the same place. */
export interface FallbackBlockParam extends Omit<FallbackBlock, 'trigger'> {
  trigger?: unknown;
}

/** A block of a turn, the beta ones included. */
export type BetaContentBlockParam =
  | Exclude<ContentBlockParam, ServerToolUseBlockParam>
  | BetaServerToolUseBlockParam
  | AdvisorToolResultBlockParam
  | MCPToolUseBlockParam
  | RequestMCPToolResultBlockParam
  | MCPToolListingBlock
  | CompactionBlockParam
  | FallbackBlockParam
  | ToolAdditionBlock
  | ToolRemovalBlock;
