import { describe, expect, it } from '@jest/globals';
import * as library from '../../lib/index.ts';

describe('isRetryable', () => {
  const { APIConnectionError, APIError, APITimeoutError, APIUserAbortError } = library;
  const status = (status: number, headers = {}) => new APIError('x', { status, headers: new Headers(headers) });

  it.each<[boolean, string, unknown]>([
    [true, 'overload inside a stream', new library.OverloadedError('x', { type: 'overloaded_error' })],
    [true, 'an api_error inside a stream', new library.InternalServerError('x', { type: 'api_error' })],
    [false, 'a bad request inside a stream', new library.BadRequestError('x', { type: 'invalid_request_error' })],
    ...[408, 409, 429, 500, 502, 503, 504, 529].map(
      (code) => [true, `status ${code}`, status(code)] as [boolean, string, unknown],
    ),
    ...[400, 401, 403, 404, 413, 418, 422, 425].map(
      (code) => [false, `status ${code}`, status(code)] as [boolean, string, unknown],
    ),
    [true, '400 when the server requests a retry', status(400, { 'x-should-retry': 'true' })],
    [false, '529 when the server forbids a retry', status(529, { 'x-should-retry': 'false' })],
    [true, 'a broken connection', new APIConnectionError('x')],
    [true, 'a timeout', new APITimeoutError('x')],
    [true, 'an incomplete stream', new library.IncompleteStreamError()],
    [true, 'a deadline', new library.StreamDeadlineError('silence', 1)],
    [false, 'an abort', new APIUserAbortError('x')],
    [false, 'wrong params', new library.InvalidParamsError([])],
    [false, 'malformed events', new library.MalformedStreamError('x')],
  ])('is %p for %s', (expected, _, error) => {
    expect(library.isRetryable(error)).toBe(expected);
  });
});
