import { describe, expect, it } from '@jest/globals';
import { createAPIError } from '../../lib/errors/create-api-error.ts';
import { errorText } from '../../lib/errors/error-text.ts';
import {
  AnthropicError,
  APIConnectionError,
  APITimeoutError,
  APIUserAbortError,
  IncompleteStreamError,
  InvalidParamsError,
  MalformedEventError,
  MaxTurnsError,
  StreamDeadlineError,
  UnknownStreamError,
} from '../../lib/index.ts';
import { errorBody } from '../../lib/testing/index.ts';

const api = (status: number, type: string, retryAfter?: number) =>
  createAPIError({
    status,
    text: JSON.stringify(errorBody(type, 'secret.example: req_1')),
    headers: new Headers({ 'request-id': 'req_1' }),
    retryAfter,
  });

describe('errorText', () => {
  it.each<[string, unknown]>([
    ['The service is busy. Try again in a moment.', api(529, 'overloaded_error')],
    ['The service is busy. Try again in a moment.', api(503, 'overloaded_error')],
    ['Too many requests. Try again in a moment.', api(429, 'rate_limit_error')],
    ['Too many requests. Try again in 8 seconds.', api(429, 'rate_limit_error', 7_100)],
    ['The service does not accept the credentials of this app.', api(401, 'authentication_error')],
    ['The service does not allow this request.', api(403, 'permission_error')],
    ['The service or the model was not found.', api(404, 'not_found_error')],
    ['The conversation is too long. Start a new one, or send less.', api(413, 'request_too_large')],
    ['The service did not accept the request.', api(400, 'invalid_request_error')],
    ['The service failed. Try again.', api(500, 'api_error')],
    ['The service did not answer in time. Try again.', api(504, 'timeout_error')],
    ['The service failed. Try again.', api(418, 'teapot')],
    ['The connection to the service failed. Check your network and try again.', new APIConnectionError('10.0.0.7')],
    ['The service did not answer in time. Try again.', new APITimeoutError('10.0.0.7')],
    ['The reply was stopped.', new APIUserAbortError('Aborted.')],
    ['The reply was interrupted. Try again.', new IncompleteStreamError()],
    ['The reply was interrupted. Try again.', new StreamDeadlineError('silence', 5_000)],
    ['The reply could not be read. Try again.', new MalformedEventError({ data: '{' })],
    ['The reply was lost. Try again.', new UnknownStreamError('id')],
    ['The reply needed too many steps.', new MaxTurnsError({ maxTurns: 2, messages: [] })],
    ['The service did not accept the request.', new InvalidParamsError([{ path: 'model', message: 'is missing' }])],
    ['Something went wrong. Try again.', new AnthropicError('Something else.')],
    ['Something went wrong. Try again.', new Error('secret')],
    ['Something went wrong. Try again.', null],
    ['', undefined],
  ])('returns %j', (expected, error) => {
    expect(errorText(error)).toBe(expected);
  });
});
