import type { TextCitation } from './text-citation.ts';

/** Text of the reply. */
export interface TextBlock {
  type: 'text';
  text: string;
  /** The sources of the text, when citations are on. */
  citations?: TextCitation[] | null | undefined;
}
