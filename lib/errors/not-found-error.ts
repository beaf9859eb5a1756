import { APIError } from './api-error.ts';

/** 404 `not_found_error`: the model, resource or path does not exist. Check `model` and `baseURL`. */
export class NotFoundError extends APIError {
  override get name(): string {
    return 'NotFoundError';
  }
}
