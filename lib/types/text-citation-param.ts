import type {
  CitationCharLocation,
  CitationContentBlockLocation,
  CitationPageLocation,
  CitationSearchResultLocation,
  CitationWebSearchResultLocation,
} from './text-citation.ts';

/** A citation as it is sent back: that of a reply goes as it came. */
export type TextCitationParam =
  | CitationCharLocation
  | CitationPageLocation
  | CitationContentBlockLocation
  | CitationWebSearchResultLocation
  | CitationSearchResultLocation;
