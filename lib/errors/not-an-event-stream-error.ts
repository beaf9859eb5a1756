import { briefOf, quoteOf } from './brief-of.ts';
import { StreamError } from './stream-error.ts';

/**
 * The server answered with status 2xx, but not with server-sent events: often with a login page or the JSON of a proxy.
 */
export class NotAnEventStreamError extends StreamError {
  /** `content-type` of the response. */
  readonly contentType: string | null;
  /** The first 500 characters of the body; for a page of markup, only its title. */
  readonly body: string;
  readonly status: number;
  readonly requestId: string | null;

  constructor(fields: {
    readonly contentType: string | null;
    readonly body: string;
    readonly status: number;
    readonly requestId: string | null;
  }) {
    super(
      `Expected an event stream (text/event-stream) but got ${fields.contentType ?? 'no content-type'} ` +
        `with status ${fields.status}: ${briefOf(fields.body)}. Check baseURL and any proxy in between.`,
    );
    this.contentType = fields.contentType;
    this.body = quoteOf(fields.body);
    this.status = fields.status;
    this.requestId = fields.requestId;
  }

  override get name(): string {
    return 'NotAnEventStreamError';
  }
}
