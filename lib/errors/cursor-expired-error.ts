import { AnthropicError } from './anthropic-error.ts';

/** The log no longer has the events right after `after`. Attach again without `after`. */
export class CursorExpiredError extends AnthropicError {
  /** The id of the reply. */
  readonly id: string;
  /** The id of the event after which the reader attached. */
  readonly after: string;

  constructor(id: string, after: string) {
    super(`The log no longer has the events of reply ${id} after ${after}. Attach again without the option after.`);
    this.id = id;
    this.after = after;
  }

  override get name(): string {
    return 'CursorExpiredError';
  }
}
