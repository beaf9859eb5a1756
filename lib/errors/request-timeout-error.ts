import { APIError } from './api-error.ts';

/** 408: the server stopped waiting for the request. Retried. */
export class RequestTimeoutError extends APIError {
  override get name(): string {
    return 'RequestTimeoutError';
  }
}
