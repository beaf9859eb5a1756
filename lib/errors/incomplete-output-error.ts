import type { BetaStopReason } from '../types/stop-reason.ts';
import { AnthropicError } from './anthropic-error.ts';

/** The reply ended before its output, usually at the token limit. */
export class IncompleteOutputError extends AnthropicError {
  /** The stop reason, such as `max_tokens`. */
  readonly stopReason: BetaStopReason;
  /** The JSON so far. */
  readonly text: string;

  constructor(fields: { readonly stopReason: BetaStopReason; readonly text: string }) {
    super(`The reply ended with ${fields.stopReason} before its output was complete; see error.text.`);
    this.stopReason = fields.stopReason;
    this.text = fields.text;
  }

  override get name(): string {
    return 'IncompleteOutputError';
  }
}
