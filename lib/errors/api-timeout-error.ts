import { APIConnectionError } from './api-connection-error.ts';

/**
 * The response headers did not arrive within `timeout` ms. Or the runtime's own `fetch` stopped waiting for the
 * connection, the headers or the body; `message` names the timeout. Retried before content.
 */
export class APITimeoutError extends APIConnectionError {
  override get name(): string {
    return 'APITimeoutError';
  }
}
