import { InternalServerError } from './internal-server-error.ts';

/** 501: the server does not know this method. */
export class NotImplementedError extends InternalServerError {
  override get name(): string {
    return 'NotImplementedError';
  }
}
