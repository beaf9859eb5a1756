import type { Caller } from './caller.ts';
import type { CodeExecutionErrorCode } from './code-execution-block.ts';

/** One page that web search found. */
export interface WebSearchResult {
  type: 'web_search_result';
  title: string;
  url: string;
  /** Opaque; send it back unchanged. */
  encrypted_content: string;
  /** The age of the page, in words. */
  page_age?: string | null | undefined;
}

/** Web search failed. */
export interface WebSearchToolResultError {
  type: 'web_search_tool_result_error';
  error_code:
    | 'invalid_tool_input'
    | 'unavailable'
    | 'max_uses_exceeded'
    | 'too_many_requests'
    | 'query_too_long'
    | 'request_too_large';
}

/** The result of a `web_search` call. */
export interface WebSearchToolResultBlock {
  type: 'web_search_tool_result';
  tool_use_id: string;
  caller?: Caller | undefined;
  content: WebSearchToolResultError | WebSearchResult[];
}

/** A PDF in base64. */
export interface Base64PDFSource {
  type: 'base64';
  media_type: 'application/pdf';
  data: string;
}

/** Plain text. */
export interface PlainTextSource {
  type: 'text';
  media_type: 'text/plain';
  data: string;
}

/** A document that the model fetched. */
export interface DocumentBlock {
  type: 'document';
  source: Base64PDFSource | PlainTextSource;
  title?: string | null | undefined;
  citations?: { enabled: boolean } | null | undefined;
}

/** A fetched page. */
export interface WebFetchResult {
  type: 'web_fetch_result';
  url: string;
  /** The time of the fetch, an ISO 8601 date. */
  retrieved_at?: string | null | undefined;
  content: DocumentBlock;
}

/** The page was not fetched. */
export interface WebFetchToolResultError {
  type: 'web_fetch_tool_result_error';
  error_code:
    | 'invalid_tool_input'
    | 'url_too_long'
    | 'url_not_allowed'
    | 'url_not_in_prior_context'
    | 'url_not_accessible'
    | 'unsupported_content_type'
    | 'too_many_requests'
    | 'max_uses_exceeded'
    | 'unavailable'
    | 'content_too_large';
}

/** The result of a `web_fetch` call. */
export interface WebFetchToolResultBlock {
  type: 'web_fetch_tool_result';
  tool_use_id: string;
  caller?: Caller | undefined;
  content: WebFetchToolResultError | WebFetchResult;
}

/** A tool by its name. */
export interface ToolReferenceBlock {
  type: 'tool_reference';
  tool_name: string;
}

/** Tools that a search found. */
export interface ToolSearchToolSearchResult {
  type: 'tool_search_tool_search_result';
  tool_references: ToolReferenceBlock[];
}

/** Tool search failed. */
export interface ToolSearchToolResultError {
  type: 'tool_search_tool_result_error';
  error_code: CodeExecutionErrorCode;
  error_message?: string | null | undefined;
}

/** The result of a tool search. */
export interface ToolSearchToolResultBlock {
  type: 'tool_search_tool_result';
  tool_use_id: string;
  content: ToolSearchToolResultError | ToolSearchToolSearchResult;
}
