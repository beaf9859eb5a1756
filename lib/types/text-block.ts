import type { TextCitation } from './text-citation.ts';

/** Text of the reply. */
export interface TextBlock {
  type: 'text';
  text: string;
  /** Where the text comes from, when citations are on. */
  citations?: TextCitation[] | null | undefined;
}
