import { InternalServerError } from './internal-server-error.ts';

/** 503: the service is temporarily unavailable. Retried. */
export class ServiceUnavailableError extends InternalServerError {
  override get name(): string {
    return 'ServiceUnavailableError';
  }
}
