import type { ErrorForm, RequestProblem } from './problem-reply.ts';
import type { RequestBody } from './seen-request.ts';

/** The head and the text of a request. */
export interface IncomingCall {
  readonly method: string;
  /** The requested address: path and query. */
  readonly url: string;
  /** `url` without query. */
  readonly path: string;
  readonly headers: Headers;
  /** `undefined` where the body is too large. */
  readonly text: string | undefined;
}

/** A request in the form of the Messages API. */
export interface Call {
  readonly endpoint: 'messages' | 'count_tokens' | 'other';
  /** The params, not validated; `undefined` for invalid JSON. */
  readonly body: RequestBody | undefined;
  /** Its version of the API, as a date. */
  readonly version: string;
  /** Why the server, or the cloud in front of it, rejects the request before it reads the params, and in which form. */
  readonly problem?: RequestProblem & { readonly form: ErrorForm };
  /** The form of later errors. */
  readonly form: ErrorForm;
  /** Whether a stream is a binary event stream of AWS. */
  readonly framed?: boolean;
}

/** How one server of Claude differs from the API. */
export interface Dialect {
  /** The path of the server's `url`. */
  readonly base: string;
  readonly read: (incoming: IncomingCall) => Call;
  /** The headers of the `number`-th reply. */
  readonly headers: (requestId: string, number: number) => Readonly<Record<string, string>>;
}

/** The body of a request to the API, from the fields that a cloud moved elsewhere. */
export function bodyOf(fields: object): RequestBody {
  return fields as RequestBody; // specs read the body as params, whatever was sent
}

/** The value of a text that is JSON, not validated. */
export function parsedBody(text: string | undefined): RequestBody | undefined {
  try {
    // The documentation says that it is not validated: specs read the body as params.
    return JSON.parse(text ?? '') as RequestBody;
  } catch {
    return undefined;
  }
}

/** A segment of a path, decoded if it can be. */
export function decodedSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
