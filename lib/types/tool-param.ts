import type { BrowserToolset20260801 } from './browser-toolset.ts';
import type { ComputerToolset20260801 } from './computer-toolset.ts';
import type { ServerToolUnion } from './server-tool-param.ts';
import type { ClientToolOptions } from './tool-options.ts';

/** One of your tools. */
export interface Tool extends ClientToolOptions {
  /** The `name` in its calls. */
  name: string;
  /** JSON Schema of the input. */
  input_schema: {
    type: 'object';
    properties?: unknown;
    required?: string[] | null | undefined;
    [keyword: string]: unknown;
  };
  /** What the tool does and when the model should call it. More detail helps the model. */
  description?: string | undefined;
  type?: 'custom' | null | undefined;
  /** `true` streams the input unbuffered and unchecked; the result may be invalid JSON. */
  eager_input_streaming?: boolean | null | undefined;
}

/** A shell that you run. */
export interface ToolBash20250124 extends ClientToolOptions {
  type: 'bash_20250124';
  name: 'bash';
}

/** A text editor that you run. */
export interface ToolTextEditor20250124 extends ClientToolOptions {
  type: 'text_editor_20250124';
  name: 'str_replace_editor';
}

/** A text editor that you run. */
export interface ToolTextEditor20250429 extends ClientToolOptions {
  type: 'text_editor_20250429';
  name: 'str_replace_based_edit_tool';
}

/** A text editor that you run. */
export interface ToolTextEditor20250728 extends ClientToolOptions {
  type: 'text_editor_20250728';
  name: 'str_replace_based_edit_tool';
  /** Length at which the output of `view` is truncated, in characters. */
  max_characters?: number | null | undefined;
}

/** A memory that you keep. Its input is a `MemoryCommand`. */
export interface MemoryTool20250818 extends ClientToolOptions {
  type: 'memory_20250818';
  name: 'memory';
}

/** A tool that you run. */
export type ClientToolUnion =
  | Tool
  | ToolBash20250124
  | ToolTextEditor20250124
  | ToolTextEditor20250429
  | ToolTextEditor20250728
  | MemoryTool20250818
  | ComputerToolset20260801
  | BrowserToolset20260801;

/** A tool the model may call: yours, or one that the API runs. */
export type ToolUnion = ClientToolUnion | ServerToolUnion;
