import { APIError } from './api-error.ts';

/** The connection could not be made, or broke before or while the body came; `cause` has the reason the runtime gave. */
export class APIConnectionError extends APIError {
  override get name(): string {
    return 'APIConnectionError';
  }
}
