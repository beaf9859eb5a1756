import { APIConnectionError } from './api-connection-error.ts';

/**
 * The response headers did not arrive within `timeout` ms. Or a timeout of the runtime's `fetch` passed, for the
 * connection, the headers or the body; `message` names it. Retried before content.
 */
export class APITimeoutError extends APIConnectionError {
  override get name(): string {
    return 'APITimeoutError';
  }
}
