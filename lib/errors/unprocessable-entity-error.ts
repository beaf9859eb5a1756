import { APIError } from './api-error.ts';

/** 422: the server understood the request but cannot process it. */
export class UnprocessableEntityError extends APIError {
  override get name(): string {
    return 'UnprocessableEntityError';
  }
}
