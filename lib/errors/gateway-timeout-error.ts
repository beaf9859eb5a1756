import { InternalServerError } from './internal-server-error.ts';

/** 504 `timeout_error`: the server took too long. Retried. */
export class GatewayTimeoutError extends InternalServerError {
  override get name(): string {
    return 'GatewayTimeoutError';
  }
}
