import { AnthropicError } from './anthropic-error.ts';

/** The relay's log has no reply of this id: it never started, it expired, or it was deleted. Start a new one. */
export class UnknownStreamError extends AnthropicError {
  /** The id of the reply. */
  readonly id: string;

  constructor(id: string) {
    super(`The relay knows no reply ${id}: it never started, has expired or was deleted. Start a new one.`);
    this.id = id;
  }

  override get name(): string {
    return 'UnknownStreamError';
  }
}
