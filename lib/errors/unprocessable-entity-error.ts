import { APIError } from './api-error.ts';

/** 422: the request was understood but cannot be carried out. */
export class UnprocessableEntityError extends APIError {
  override get name(): string {
    return 'UnprocessableEntityError';
  }
}
