import { AnthropicError } from './anthropic-error.ts';
import { briefOf, quoteOf } from './brief-of.ts';

/** The server answered a call without a stream with status 2xx, but not with the expected JSON. */
export class MalformedResponseError extends AnthropicError {
  /** The first 500 characters of the body; for a page of markup, only its title. */
  readonly body: string;
  readonly status: number;
  readonly requestId: string | null;

  constructor(fields: {
    readonly body: string;
    readonly status: number;
    readonly requestId: string | null;
    readonly message?: string;
  }) {
    super(
      fields.message ??
        `Expected the JSON of a reply but got, with status ${fields.status}: ${briefOf(fields.body)}. ` +
          'Check baseURL and any proxy in between.',
    );
    this.body = quoteOf(fields.body);
    this.status = fields.status;
    this.requestId = fields.requestId;
  }

  override get name(): string {
    return 'MalformedResponseError';
  }
}
