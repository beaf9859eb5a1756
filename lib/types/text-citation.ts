/** A span of characters in a plain text document. */
export interface CitationCharLocation {
  type: 'char_location';
  /** The cited words. */
  cited_text: string;
  /** Index of the document in the request, from 0. */
  document_index: number;
  document_title?: string | null | undefined;
  /** Set for a document sent by file id. */
  file_id?: string | null | undefined;
  start_char_index: number;
  /** First character after the span. */
  end_char_index: number;
}

/** Pages of a PDF. */
export interface CitationPageLocation {
  type: 'page_location';
  /** The cited words. */
  cited_text: string;
  /** Index of the document in the request, from 0. */
  document_index: number;
  document_title?: string | null | undefined;
  /** Set for a document sent by file id. */
  file_id?: string | null | undefined;
  /** Number of the first page, from 1. */
  start_page_number: number;
  /** First page after the span. */
  end_page_number: number;
}

/** Blocks of a document that was sent in blocks. */
export interface CitationContentBlockLocation {
  type: 'content_block_location';
  /** The cited words. */
  cited_text: string;
  /** Index of the document in the request, from 0. */
  document_index: number;
  document_title?: string | null | undefined;
  /** Set for a document sent by file id. */
  file_id?: string | null | undefined;
  start_block_index: number;
  /** First block after the span. */
  end_block_index: number;
}

/** A page found by web search. */
export interface CitationWebSearchResultLocation {
  type: 'web_search_result_location';
  /** The cited words. */
  cited_text: string;
  url: string;
  title?: string | null | undefined;
  /** Opaque; send it back unchanged. */
  encrypted_index: string;
}

/** A `search_result` block that was sent in the request. */
export interface CitationSearchResultLocation {
  type: 'search_result_location';
  /** The cited words. */
  cited_text: string;
  /** The `source` of the search result. */
  source: string;
  title?: string | null | undefined;
  /** Index of the search result in the request, from 0. */
  search_result_index: number;
  start_block_index: number;
  /** First block after the span. */
  end_block_index: number;
}

/** The source of a piece of text. The list is open: see `isUnknownCitation`. */
export type TextCitation =
  | CitationCharLocation
  | CitationPageLocation
  | CitationContentBlockLocation
  | CitationWebSearchResultLocation
  | CitationSearchResultLocation;

/** A citation newer than this library. The text block contains it unchanged. */
export interface UnknownCitation {
  type: string;
  [field: string]: unknown;
}
