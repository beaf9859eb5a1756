import { StreamError } from './stream-error.ts';

/** Events came in an order that makes no message, such as a delta for a block that never started. */
export class MalformedStreamError extends StreamError {
  override get name(): string {
    return 'MalformedStreamError';
  }
}
