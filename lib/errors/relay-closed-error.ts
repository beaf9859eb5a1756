import { AnthropicError } from './anthropic-error.ts';

/**
 * This process has closed its relay, for example for a deploy. Attach in another process, with the id of the last
 * event.
 */
export class RelayClosedError extends AnthropicError {
  constructor() {
    super('This relay is closed. Attach again in another process, with the id of the last event.');
  }

  override get name(): string {
    return 'RelayClosedError';
  }
}
