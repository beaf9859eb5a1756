import { APIConnectionError } from './api-connection-error.ts';

/**
 * No response headers within `timeout` ms, or a clock of the runtime's `fetch` ran out while it waited for a connection,
 * for headers or for more of the body; `message` says which. Retried before content.
 */
export class APITimeoutError extends APIConnectionError {
  override get name(): string {
    return 'APITimeoutError';
  }
}
