import type { ToolOptions } from './tool-options.ts';

/** Code that the API runs. Since `20260120`, variables persist between calls. */
export interface CodeExecutionTool extends ToolOptions {
  type: 'code_execution_20250522' | 'code_execution_20250825' | 'code_execution_20260120' | 'code_execution_20260521';
  name: 'code_execution';
}

/** The user's location, for search. */
export interface UserLocation {
  type: 'approximate';
  city?: string | null | undefined;
  /** The country, in two letters, such as `DE`. */
  country?: string | null | undefined;
  region?: string | null | undefined;
  /** The time zone, such as `Europe/Berlin`. */
  timezone?: string | null | undefined;
}

/** Fields of every web search. */
export interface WebSearchOptions extends ToolOptions {
  name: 'web_search';
  /** The only domains to use. Set either this or `blocked_domains`. */
  allowed_domains?: string[] | null | undefined;
  /** The domains to avoid. Set either this or `allowed_domains`. */
  blocked_domains?: string[] | null | undefined;
  /** The maximum number of searches per reply. */
  max_uses?: number | null | undefined;
  user_location?: UserLocation | null | undefined;
}

/** Web search that the API runs. */
export interface WebSearchTool extends WebSearchOptions {
  type: 'web_search_20250305' | 'web_search_20260209';
}

/** Web search that the API runs. */
export interface WebSearchTool20260318 extends WebSearchOptions {
  type: 'web_search_20260318';
  /** Whether the reply contains results that only code has read. */
  response_inclusion?: 'full' | 'excluded' | undefined;
}

/** The tools whose results may name URLs to fetch. */
export type WebFetchURLSourceTools =
  { type: 'all' | 'none' } | { type: 'only' | 'except'; tools: { type: 'tool_reference'; name: string }[] };

/** The allowed sources of URLs to fetch. */
export interface WebFetchURLSources {
  client_tool_results?: WebFetchURLSourceTools | undefined;
  server_tool_results?: WebFetchURLSourceTools | undefined;
  user_input?: { type: 'all' | 'none' } | undefined;
}

/** Fields of every web fetch. */
export interface WebFetchOptions extends ToolOptions {
  name: 'web_fetch';
  /** The only domains to use. Set either this or `blocked_domains`. */
  allowed_domains?: string[] | null | undefined;
  /** The domains to avoid. Set either this or `allowed_domains`. */
  blocked_domains?: string[] | null | undefined;
  /** The maximum number of fetches per reply. */
  max_uses?: number | null | undefined;
  /** Length at which fetched content is truncated, in tokens. */
  max_content_tokens?: number | null | undefined;
  citations?: { enabled?: boolean | undefined } | null | undefined;
  url_sources?: WebFetchURLSources | null | undefined;
}

/** Web fetch that the API runs. */
export interface WebFetchTool extends WebFetchOptions {
  type: 'web_fetch_20250910' | 'web_fetch_20260209';
}

/** Web fetch that the API runs. */
export interface WebFetchTool20260309 extends WebFetchOptions {
  type: 'web_fetch_20260309';
  /** Whether the API may use a cached copy. */
  use_cache?: boolean | undefined;
}

/** Web fetch that the API runs. */
export interface WebFetchTool20260318 extends WebFetchOptions {
  type: 'web_fetch_20260318';
  /** Whether the API may use a cached copy. */
  use_cache?: boolean | undefined;
  /** Whether the reply contains results that only code has read. */
  response_inclusion?: 'full' | 'excluded' | undefined;
}

/** Search over tools with `defer_loading`, by words. */
export interface ToolSearchToolBm25 extends ToolOptions {
  type: 'tool_search_tool_bm25_20251119' | 'tool_search_tool_bm25';
  name: 'tool_search_tool_bm25';
}

/** Search over tools with `defer_loading`, by regular expression. */
export interface ToolSearchToolRegex extends ToolOptions {
  type: 'tool_search_tool_regex_20251119' | 'tool_search_tool_regex';
  name: 'tool_search_tool_regex';
}

/** A tool that the API runs. */
export type ServerToolUnion =
  | CodeExecutionTool
  | WebSearchTool
  | WebSearchTool20260318
  | WebFetchTool
  | WebFetchTool20260309
  | WebFetchTool20260318
  | ToolSearchToolBm25
  | ToolSearchToolRegex;
