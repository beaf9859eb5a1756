import { APIError } from './api-error.ts';

/** The connection failed, or broke before or during the body; `cause` is the runtime's error. */
export class APIConnectionError extends APIError {
  override get name(): string {
    return 'APIConnectionError';
  }
}
