import { APIError } from './api-error.ts';

/** 409: the resource is being changed by another call. Retried. */
export class ConflictError extends APIError {
  override get name(): string {
    return 'ConflictError';
  }
}
