import type {
  AdvisorToolResultBlock,
  CompactionBlock,
  FallbackBlock,
  MCPToolListingBlock,
  MCPToolResultBlock,
  MCPToolUseBlock,
} from './beta-content-block.ts';
import type { Caller } from './caller.ts';
import type {
  BashCodeExecutionToolResultBlock,
  CodeExecutionToolResultBlock,
  TextEditorCodeExecutionToolResultBlock,
} from './code-execution-block.ts';
import type {
  ToolSearchToolResultBlock,
  WebFetchToolResultBlock,
  WebSearchToolResultBlock,
} from './server-tool-result-block.ts';
import type { TextBlock } from './text-block.ts';

/** The thinking of the model, or a summary of it. Send it back unchanged. */
export interface ThinkingBlock {
  type: 'thinking';
  thinking: string;
  /** Proves that the block is unchanged; it arrives just before the block stops. */
  signature: string;
}

/** Thinking that only the API can read. Send it back unchanged. */
export interface RedactedThinkingBlock {
  type: 'redacted_thinking';
  data: string;
}

/** A call of one of your tools. */
export interface ToolUseBlock {
  type: 'tool_use';
  /** The `tool_use_id` of its `tool_result`. */
  id: string;
  name: string;
  /** Input of the call. While the block streams, only the certain part of it. */
  input: unknown;
  /** Older servers omit it: then the model itself called. */
  caller?: Caller | undefined;
  /** `browser` or `computer` for a member of such a toolset; send it back in the `tool_result`. */
  toolset_name?: string | null | undefined;
}

/** A call of a tool that the API runs itself. */
export interface ServerToolUseBlock {
  type: 'server_tool_use';
  id: string;
  name:
    | 'web_search'
    | 'web_fetch'
    | 'code_execution'
    | 'bash_code_execution'
    | 'text_editor_code_execution'
    | 'tool_search_tool_regex'
    | 'tool_search_tool_bm25';
  /** Input of the call. While the block streams, only the certain part of it. */
  input: unknown;
  /** Older servers omit it: then the model itself called. */
  caller?: Caller | undefined;
}

/** A file uploaded to the container. */
export interface ContainerUploadBlock {
  type: 'container_upload';
  file_id: string;
}

/** A block of a reply. The list is open: see `isUnknownBlock`. */
export type ContentBlock =
  | TextBlock
  | ThinkingBlock
  | RedactedThinkingBlock
  | ToolUseBlock
  | ServerToolUseBlock
  | WebSearchToolResultBlock
  | WebFetchToolResultBlock
  | CodeExecutionToolResultBlock
  | BashCodeExecutionToolResultBlock
  | TextEditorCodeExecutionToolResultBlock
  | ToolSearchToolResultBlock
  | ContainerUploadBlock;

/** A call of a server tool, the beta ones included. */
export interface BetaServerToolUseBlock extends Omit<ServerToolUseBlock, 'name'> {
  name: ServerToolUseBlock['name'] | 'advisor';
}

/** A block of a reply, the beta ones included. The list is open: see `isUnknownBlock`. */
export type BetaContentBlock =
  | Exclude<ContentBlock, ServerToolUseBlock>
  | BetaServerToolUseBlock
  | AdvisorToolResultBlock
  | MCPToolUseBlock
  | MCPToolResultBlock
  | MCPToolListingBlock
  | CompactionBlock
  | FallbackBlock;

/** A block newer than this library. The message contains it unchanged. */
export interface UnknownBlock {
  type: string;
  [field: string]: unknown;
}

/** A block whose `input` arrives in fragments (`input_json_delta`). */
export type ToolInputBlock = Extract<BetaContentBlock, { input: unknown }>;
