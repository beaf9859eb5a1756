import { APIError } from './api-error.ts';

/** 412: a precondition in the request headers is false. */
export class PreconditionFailedError extends APIError {
  override get name(): string {
    return 'PreconditionFailedError';
  }
}
