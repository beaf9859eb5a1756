import { AnthropicError } from './anthropic-error.ts';

/** The stream failed after the response headers. `partialMessage` is the partial reply: see `AnthropicError`. */
export class StreamError extends AnthropicError {
  override get name(): string {
    return 'StreamError';
  }
}
