import type { Cacheable } from './cache-control.ts';
import type { TextCitationParam } from './text-citation-param.ts';

/** Text of a turn. */
export interface TextBlockParam extends Cacheable {
  type: 'text';
  text: string;
  citations?: TextCitationParam[] | null | undefined;
}

/** A picture in base64. */
export interface Base64ImageSource {
  type: 'base64';
  media_type: 'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp';
  data: string;
}

/** A source that the API fetches. */
export interface URLSource {
  type: 'url';
  url: string;
}

/** A source that was uploaded with the Files API. */
export interface FileSource {
  type: 'file';
  file_id: string;
}

/** A picture. */
export interface ImageBlockParam extends Cacheable {
  type: 'image';
  source: Base64ImageSource | URLSource | FileSource;
  /** How the API treats a picture that is too large. */
  transformations?: { oversized_image?: 'downsize' | 'error' | undefined } | null | undefined;
}

/** A document made of blocks. */
export interface ContentBlockSource {
  type: 'content';
  content: string | (TextBlockParam | ImageBlockParam)[];
}

/** A document: PDF, plain text or blocks. */
export interface DocumentBlockParam extends Cacheable {
  type: 'document';
  source:
    | { type: 'base64'; media_type: 'application/pdf'; data: string }
    | { type: 'text'; media_type: 'text/plain'; data: string }
    | ContentBlockSource
    | URLSource
    | FileSource;
  title?: string | null | undefined;
  /** Context of the document that the model should know but not cite. */
  context?: string | null | undefined;
  citations?: { enabled?: boolean | undefined } | null | undefined;
}

/** A result of your own search, for citations. */
export interface SearchResultBlockParam extends Cacheable {
  type: 'search_result';
  source: string;
  title: string;
  content: TextBlockParam[];
  citations?: { enabled?: boolean | undefined } | undefined;
}
