import type {
  CitationCharLocation,
  CitationContentBlockLocation,
  CitationPageLocation,
  CitationSearchResultLocation,
  CitationWebSearchResultLocation,
} from './text-citation.ts';

/** A citation as it is sent back. `file_id` may stay: the API ignores what it does not take. */
export type TextCitationParam =
  | CitationCharLocation
  | CitationPageLocation
  | CitationContentBlockLocation
  | CitationWebSearchResultLocation
  | CitationSearchResultLocation;
