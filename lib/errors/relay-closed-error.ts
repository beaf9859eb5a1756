import { AnthropicError } from './anthropic-error.ts';

/** This process has closed its relay, as for a deploy. The reply continues elsewhere: attach again with the last id. */
export class RelayClosedError extends AnthropicError {
  constructor() {
    super('This relay is closed. Attach again on another machine, with the id of the last event.');
  }

  override get name(): string {
    return 'RelayClosedError';
  }
}
