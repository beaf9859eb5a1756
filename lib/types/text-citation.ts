/** A span of characters in a plain text document. */
export interface CitationCharLocation {
  type: 'char_location';
  /** The words cited. */
  cited_text: string;
  /** Which of the documents sent, from 0. */
  document_index: number;
  document_title?: string | null | undefined;
  /** Set when the document was sent as a file. */
  file_id?: string | null | undefined;
  start_char_index: number;
  /** First character after the span. */
  end_char_index: number;
}

/** Pages of a PDF. */
export interface CitationPageLocation {
  type: 'page_location';
  /** The words cited. */
  cited_text: string;
  /** Which of the documents sent, from 0. */
  document_index: number;
  document_title?: string | null | undefined;
  /** Set when the document was sent as a file. */
  file_id?: string | null | undefined;
  /** From 1. */
  start_page_number: number;
  /** First page after the span. */
  end_page_number: number;
}

/** Blocks of a document that was sent in blocks. */
export interface CitationContentBlockLocation {
  type: 'content_block_location';
  /** The words cited. */
  cited_text: string;
  /** Which of the documents sent, from 0. */
  document_index: number;
  document_title?: string | null | undefined;
  /** Set when the document was sent as a file. */
  file_id?: string | null | undefined;
  start_block_index: number;
  /** First block after the span. */
  end_block_index: number;
}

/** A page found by web search. */
export interface CitationWebSearchResultLocation {
  type: 'web_search_result_location';
  /** The words cited. */
  cited_text: string;
  url: string;
  title?: string | null | undefined;
  /** Opaque; send it back as it is. */
  encrypted_index: string;
}

/** A `search_result` block that was sent in the request. */
export interface CitationSearchResultLocation {
  type: 'search_result_location';
  /** The words cited. */
  cited_text: string;
  /** The `source` of the search result. */
  source: string;
  title?: string | null | undefined;
  /** Which of the search results sent, from 0. */
  search_result_index: number;
  start_block_index: number;
  /** First block after the span. */
  end_block_index: number;
}

/** Where a piece of text comes from. The list is open on the wire: see `isUnknownCitation`. */
export type TextCitation =
  | CitationCharLocation
  | CitationPageLocation
  | CitationContentBlockLocation
  | CitationWebSearchResultLocation
  | CitationSearchResultLocation;

/** A citation newer than this library. It stays in the text block as it was sent. */
export interface UnknownCitation {
  type: string;
  [field: string]: unknown;
}
