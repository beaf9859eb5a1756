import { StreamError } from './stream-error.ts';

/** The values are not events, or their order does not make a message, such as a delta for a block that never started. */
export class MalformedStreamError extends StreamError {
  override get name(): string {
    return 'MalformedStreamError';
  }
}
