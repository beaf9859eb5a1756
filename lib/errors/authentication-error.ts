import { APIError } from './api-error.ts';

/** 401 `authentication_error`: the key or token is missing, wrong or revoked. */
export class AuthenticationError extends APIError {
  override get name(): string {
    return 'AuthenticationError';
  }
}
