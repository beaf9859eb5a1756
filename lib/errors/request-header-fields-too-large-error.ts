import { APIError } from './api-error.ts';

/** 431: the request headers are too large. */
export class RequestHeaderFieldsTooLargeError extends APIError {
  override get name(): string {
    return 'RequestHeaderFieldsTooLargeError';
  }
}
