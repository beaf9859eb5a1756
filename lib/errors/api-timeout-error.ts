import { APIConnectionError } from './api-connection-error.ts';

/** No response headers came within `timeout` ms. Retried. */
export class APITimeoutError extends APIConnectionError {
  override get name(): string {
    return 'APITimeoutError';
  }
}
