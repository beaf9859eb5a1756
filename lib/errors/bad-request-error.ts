import { APIError } from './api-error.ts';

/**
 * 400 `invalid_request_error`: a parameter is wrong or does not fit the model. Change the request; an unchanged retry
 * fails again.
 */
export class BadRequestError extends APIError {
  override get name(): string {
    return 'BadRequestError';
  }
}
