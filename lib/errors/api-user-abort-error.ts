import { APIError } from './api-error.ts';

/** The `signal` in the options was aborted. Unsubscribing never reports an error. */
export class APIUserAbortError extends APIError {
  override get name(): string {
    return 'APIUserAbortError';
  }
}
