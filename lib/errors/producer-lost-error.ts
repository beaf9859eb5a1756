import { AnthropicError } from './anthropic-error.ts';

/** The process that produced the reply died, so no further events will arrive. Send the request again. */
export class ProducerLostError extends AnthropicError {
  /** The id of the reply. */
  readonly id: string;

  constructor(id: string) {
    super(`The process that produced reply ${id} is gone. The reply is not complete; send the request again.`);
    this.id = id;
  }

  override get name(): string {
    return 'ProducerLostError';
  }
}
