import type { Cacheable, CacheControlEphemeral } from './cache-control.ts';
import type { Model } from './model.ts';
import type { ClientToolOptions, ToolOptions } from './tool-options.ts';
import type { Tool, ToolUnion } from './tool-param.ts';

/** One of your tools. */
export interface BetaTool extends Omit<Tool, 'input_schema'> {
  /** JSON Schema of the input. */
  input_schema: {
    type: 'object';
    properties?: unknown;
    required?: readonly string[] | null | undefined;
    [keyword: string]: unknown;
  };
}

/** A shell that you run, in its first version. */
export interface ToolBash20241022 extends ClientToolOptions {
  type: 'bash_20241022';
  name: 'bash';
}

/** A text editor that you run, in its first version. */
export interface ToolTextEditor20241022 extends ClientToolOptions {
  type: 'text_editor_20241022';
  name: 'str_replace_editor';
}

/** Fields of every computer tool. */
export interface ComputerUseOptions extends ClientToolOptions {
  name: 'computer';
  /** The width of the display, in pixels. */
  display_width_px: number;
  /** The height of the display, in pixels. */
  display_height_px: number;
  /** The number of the X11 display. */
  display_number?: number | null | undefined;
}

/** A computer that you run. */
export interface ToolComputerUse extends ComputerUseOptions {
  type: 'computer_20241022' | 'computer_20250124';
}

/** A computer that you run. */
export interface ToolComputerUse20251124 extends ComputerUseOptions {
  type: 'computer_20251124';
  /** Offers the action that zooms into a part of the screen. */
  enable_zoom?: boolean | undefined;
}

/** Another model as an advisor. */
export interface AdvisorTool20260301 extends ToolOptions {
  type: 'advisor_20260301';
  name: 'advisor';
  /** The model of the advisor. */
  model: Model;
  /** Keeps the advisor's input in the prompt cache. */
  caching?: CacheControlEphemeral | null | undefined;
  /** The maximum length of one answer, in tokens. */
  max_tokens?: number | null | undefined;
  /** The maximum number of questions per reply. */
  max_uses?: number | null | undefined;
}

/** Settings of one MCP tool. */
export interface MCPToolConfig {
  enabled?: boolean | undefined;
  /** Omits it until tool search finds it. */
  defer_loading?: boolean | undefined;
}

/** One tool of an MCP server. */
export interface MCPTool {
  name: string;
  description?: string | null | undefined;
  /** JSON Schema of the input. */
  input_schema: Record<string, unknown>;
}

/** The tools of one of `mcp_servers`. */
export interface MCPToolset extends Cacheable {
  type: 'mcp_toolset';
  /** `name` of the server. */
  mcp_server_name: string;
  /** Settings by tool. */
  configs?: Record<string, MCPToolConfig> | null | undefined;
  /** Settings of the tools that `configs` doesn't name. */
  default_config?: MCPToolConfig | undefined;
  /** A listing to use instead of the server's own. */
  tools?: MCPTool[] | null | undefined;
}

/** A tool the model may call, the beta ones included. */
export type BetaToolUnion =
  | Exclude<ToolUnion, Tool>
  | BetaTool
  | ToolBash20241022
  | ToolTextEditor20241022
  | ToolComputerUse
  | ToolComputerUse20251124
  | AdvisorTool20260301
  | MCPToolset;
