import { APIError } from './api-error.ts';

/** 404 `not_found_error`: no such model, resource or path; check `model` and `baseURL`. */
export class NotFoundError extends APIError {
  override get name(): string {
    return 'NotFoundError';
  }
}
