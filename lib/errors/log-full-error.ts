import { AnthropicError } from './anthropic-error.ts';

/**
 * Running replies fill the log of the relay, so it sent no request. Raise the limits of the log, or try again later.
 */
export class LogFullError extends AnthropicError {
  constructor(limit: string) {
    super(`Running replies fill the log: ${limit} is reached. Raise it, or try again when a reply has ended.`);
  }

  override get name(): string {
    return 'LogFullError';
  }
}
