import { StreamError } from './stream-error.ts';

/** The stream ended before `message_stop`, because a proxy or the server interrupted it. The reply is incomplete. */
export class IncompleteStreamError extends StreamError {
  constructor(message = 'The stream ended before message_stop; the reply is not complete. Send the request again.') {
    super(message);
  }

  override get name(): string {
    return 'IncompleteStreamError';
  }
}
