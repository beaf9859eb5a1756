import type { TextCitation } from './text-citation.ts';

/** Text to append to the block. */
export interface TextDelta {
  type: 'text_delta';
  text: string;
}

/** A fragment of the JSON input of a tool call, which often ends in the middle of a word. */
export interface InputJSONDelta {
  type: 'input_json_delta';
  partial_json: string;
}

/** One citation of the text block; it can arrive before its text. */
export interface CitationsDelta {
  type: 'citations_delta';
  citation: TextCitation;
}

/** Thinking to append to the block. */
export interface ThinkingDelta {
  type: 'thinking_delta';
  thinking: string;
}

/** The complete signature of a thinking block, just before the block stops. */
export interface SignatureDelta {
  type: 'signature_delta';
  signature: string;
}

/** An addition to a block. The list is open: see `isUnknownDelta`. */
export type ContentBlockDelta = TextDelta | InputJSONDelta | CitationsDelta | ThinkingDelta | SignatureDelta;

/** More thinking, or with `display: 'omitted'` the amount of it. */
export interface BetaThinkingDelta extends ThinkingDelta {
  /** Thinking tokens since the previous delta; add them up. */
  estimated_tokens?: number | null | undefined;
}

/** The complete summary of a compaction block. */
export interface CompactionDelta {
  type: 'compaction_delta';
  /** `null` when compaction failed. */
  content?: string | null | undefined;
  encrypted_content?: string | null | undefined;
}

/** An addition to a block, the beta deltas included. The list is open: see `isUnknownDelta`. */
export type BetaContentBlockDelta = Exclude<ContentBlockDelta, ThinkingDelta> | BetaThinkingDelta | CompactionDelta;

/**
 * A delta newer than this library. Subscribers of the events receive it, but messages ignore it, because its field is
 * unknown.
 */
export interface UnknownDelta {
  type: string;
  [field: string]: unknown;
}
