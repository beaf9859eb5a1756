import { APIError } from './api-error.ts';

/** 499: a proxy reports that its client disconnected. */
export class ClientClosedRequestError extends APIError {
  override get name(): string {
    return 'ClientClosedRequestError';
  }
}
