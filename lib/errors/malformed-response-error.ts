import { AnthropicError } from './anthropic-error.ts';

/** The server answered 2xx to a call without a stream, but not with the JSON that was asked for. */
export class MalformedResponseError extends AnthropicError {
  /** The first 500 characters of the body. */
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
        `Expected a JSON object but the body is another thing (status ${fields.status}). Check baseURL and any proxy.`,
    );
    this.body = fields.body.slice(0, 500);
    this.status = fields.status;
    this.requestId = fields.requestId;
  }

  override get name(): string {
    return 'MalformedResponseError';
  }
}
