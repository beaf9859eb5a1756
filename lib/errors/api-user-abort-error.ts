import { APIError } from './api-error.ts';

/** The `signal` given in the options was aborted. Unsubscribing gives no error at all. */
export class APIUserAbortError extends APIError {
  override get name(): string {
    return 'APIUserAbortError';
  }
}
