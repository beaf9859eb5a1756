import type {
  CitationCharLocation,
  CitationContentBlockLocation,
  CitationPageLocation,
  CitationSearchResultLocation,
  CitationWebSearchResultLocation,
} from './text-citation.ts';

/** A citation in a request. Send the citation of a reply back unchanged. */
export type TextCitationParam =
  | CitationCharLocation
  | CitationPageLocation
  | CitationContentBlockLocation
  | CitationWebSearchResultLocation
  | CitationSearchResultLocation;
