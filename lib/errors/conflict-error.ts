import { APIError } from './api-error.ts';

/** 409: another call is changing the resource. Retried. */
export class ConflictError extends APIError {
  override get name(): string {
    return 'ConflictError';
  }
}
