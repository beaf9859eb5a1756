import { AnthropicError } from './anthropic-error.ts';

/** The stream itself went wrong after the response headers; `partialMessage` has what had come, see `AnthropicError`. */
export class StreamError extends AnthropicError {
  override get name(): string {
    return 'StreamError';
  }
}
