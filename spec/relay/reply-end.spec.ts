import { describe, expect, it } from '@jest/globals';
import { createAPIError } from '../../lib/errors/create-api-error.ts';
import {
  AnthropicError,
  APIConnectionError,
  APITimeoutError,
  APIUserAbortError,
  IncompleteStreamError,
  InvalidParamsError,
  isAPIError,
  LogLostError,
  MalformedEventError,
  MalformedStreamError,
  NotAnEventStreamError,
  StreamDeadlineError,
} from '../../lib/index.ts';
import { errorOf, hideError, type ReplyEnd, storeError } from '../../lib/relay/reply-end.ts';
import { errorBody } from '../../lib/testing/index.ts';

const issue = { path: 'model', message: 'is missing' };
const apiError = (status: number, type: string) =>
  createAPIError({
    status,
    text: JSON.stringify(errorBody(type, 'No')),
    headers: new Headers({ 'request-id': 'req_1' }),
    retryAfter: 7,
  });
const errors = [
  apiError(400, 'invalid_request_error'),
  apiError(401, 'authentication_error'),
  apiError(429, 'rate_limit_error'),
  apiError(529, 'overloaded_error'),
  createAPIError({ text: JSON.stringify(errorBody('api_error', 'No')) }),
  new APIConnectionError('The connection to 10.0.0.7 broke.'),
  new APITimeoutError('No headers.'),
  new APIUserAbortError('Aborted.'),
  new IncompleteStreamError(),
  new MalformedStreamError('A delta without a block.'),
  new MalformedEventError({ data: '{' }),
  new MalformedEventError({ data: '{}', issues: [issue] }),
  new InvalidParamsError([issue]),
  new StreamDeadlineError('silence', 5_000),
  new NotAnEventStreamError({ contentType: 'text/html', body: '<p>', status: 200, requestId: 'req_2' }),
  new LogLostError('id', 'all of it is gone'),
  new AnthropicError('Something else.'),
];
/** The error that another process reads. */
const sent = (end: ReplyEnd) => JSON.parse(JSON.stringify(end)) as ReplyEnd;

describe('an error in the log of a reply', () => {
  it.each(errors.map((error) => [error.name, error] as const))('has its class again: %s', (_, error) => {
    const restored = errorOf('id', sent({ end: 'error', error: storeError(error) }))!;
    expect([restored.name, restored.message, restored.constructor]).toEqual([
      error.name,
      error.message,
      error.constructor,
    ]);
    if (isAPIError(error)) expect(restored).toMatchObject({ status: error.status, requestId: error.requestId });
  });

  it('has the message of a foreign error', () => {
    const restored = errorOf('id', sent({ end: 'error', error: storeError(new Error('out of memory')) }));
    expect([restored?.name, restored?.message]).toEqual(['AnthropicError', 'The source failed: out of memory']);
  });

  it.each([
    new APIConnectionError('The connection to 10.0.0.7 broke.'),
    new NotAnEventStreamError({ contentType: 'text/html', body: '10.0.0.7', status: 200, requestId: null }),
    new InvalidParamsError([{ path: 'apiKey', message: 'of 10.0.0.7 is missing' }]),
    new Error('connect ECONNREFUSED 10.0.0.7'),
    createAPIError({ status: 502, text: 'gateway 10.0.0.7' }),
  ])('hides errors of the server from browsers: $name', (error) => {
    expect(JSON.stringify(hideError(storeError(error)))).not.toContain('10.0.0.7');
  });

  it('passes errors of the API to browsers', () => {
    const stored = storeError(apiError(529, 'overloaded_error'));
    expect(hideError(stored)).toEqual(stored);
  });
});
