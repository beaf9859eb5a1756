import type { Cacheable } from './cache-control.ts';
import type { DocumentBlockParam, ImageBlockParam, SearchResultBlockParam, TextBlockParam } from './content-source.ts';

/** A tool by its name, in a tool result. */
export interface ToolReferenceBlockParam extends Cacheable {
  type: 'tool_reference';
  tool_name: string;
}

/** The events in the browser since the previous result. */
export type BrowserStateChange =
  | { type: 'tab_opened'; tab_id: string }
  | { type: 'download_started'; download_id: string; url: string }
  | {
      type: 'download_completed';
      download_id: string;
      url: string;
      path?: string | null | undefined;
      size_bytes?: number | null | undefined;
    }
  | { type: 'download_failed'; download_id: string; url: string; error?: string | null | undefined };

/** The browser's tabs; at most one in a successful result. */
export interface BrowserStateBlockParam extends Cacheable {
  type: 'browser_state';
  tabs: { tab_id: string; title: string; url: string; active?: boolean | undefined }[];
  state_changes?: BrowserStateChange[] | null | undefined;
}

/** A block of a tool result. */
export type ToolResultContent =
  | TextBlockParam
  | ImageBlockParam
  | SearchResultBlockParam
  | DocumentBlockParam
  | ToolReferenceBlockParam
  | BrowserStateBlockParam;

/** The result of your tool. Send all results of a turn in one user message. */
export interface ToolResultBlockParam extends Cacheable {
  type: 'tool_result';
  /** `id` of the `tool_use` block. */
  tool_use_id: string;
  content?: string | ToolResultContent[] | undefined;
  /** Reports to the model that the call failed. */
  is_error?: boolean | undefined;
  /** The `toolset_name` of the `tool_use` block; required for members of a toolset. */
  toolset_name?: string | null | undefined;
}
