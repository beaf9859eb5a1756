import { APIError } from './api-error.ts';

/** 5xx `api_error`: the server failed. Retried. */
export class InternalServerError extends APIError {
  override get name(): string {
    return 'InternalServerError';
  }
}
