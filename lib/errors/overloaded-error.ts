import { InternalServerError } from './internal-server-error.ts';

/** 529 `overloaded_error`: the API is overloaded; inside a stream, an `error` event reports it. Retried before content. */
export class OverloadedError extends InternalServerError {
  override get name(): string {
    return 'OverloadedError';
  }
}
