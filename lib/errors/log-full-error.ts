import { AnthropicError } from './anthropic-error.ts';

/** Running replies fill the relay's log. Nothing was sent; raise its limits, or try again when a reply has ended. */
export class LogFullError extends AnthropicError {
  constructor(limit: string) {
    super(`Running replies fill the log: ${limit} is reached. Raise it, or try again when a reply has ended.`);
  }

  override get name(): string {
    return 'LogFullError';
  }
}
