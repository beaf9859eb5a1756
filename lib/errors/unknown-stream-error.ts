import { AnthropicError } from './anthropic-error.ts';

/** The relay has no reply with this id: the reply never started, expired, or was deleted. Start a new one. */
export class UnknownStreamError extends AnthropicError {
  /** The id of the reply. */
  readonly id: string;

  constructor(id: string) {
    super(`The relay has no reply ${id}: it never started, has expired or was deleted. Start a new one.`);
    this.id = id;
  }

  override get name(): string {
    return 'UnknownStreamError';
  }
}
