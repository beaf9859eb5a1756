import type { TextCitation, UnknownCitation } from './text-citation.ts';
import { isUnlisted } from './is-unlisted.ts';
import type { Unlisted } from './unlisted.ts';

const known: Readonly<Record<TextCitation['type'], true>> = {
  char_location: true,
  page_location: true,
  content_block_location: true,
  web_search_result_location: true,
  search_result_location: true,
};

/** Whether a citation is newer than this library. */
export function isUnknownCitation(citation: { readonly type: string }): citation is Unlisted<UnknownCitation> {
  return isUnlisted(known, citation);
}
