import { APIError } from './api-error.ts';

/** 413: the request body is larger than the API's limit. */
export class ContentTooLargeError extends APIError {
  override get name(): string {
    return 'ContentTooLargeError';
  }
}
