import { InternalServerError } from './internal-server-error.ts';

/** 529 `overloaded_error`: the API is overloaded; inside a stream it comes as an `error` event. Retried before content has come. */
export class OverloadedError extends InternalServerError {
  override get name(): string {
    return 'OverloadedError';
  }
}
