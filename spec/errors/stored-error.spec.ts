import { describe, expect, it } from '@jest/globals';
import { createAPIError } from '../../lib/errors/create-api-error.ts';
import { restoreError, storeError, type StoredError } from '../../lib/errors/stored-error.ts';
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
  OutputValidationError,
  ProducerLostError,
  RateLimitError,
  StreamDeadlineError,
  ToolError,
  UnknownStreamError,
} from '../../lib/index.ts';
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
  new ToolError('Error: This call was not approved.'),
  new InvalidParamsError([issue]),
  new StreamDeadlineError('silence', 5_000),
  new NotAnEventStreamError({ contentType: 'text/html', body: '<p>', status: 200, requestId: 'req_2' }),
  new LogLostError('id', 'all its events are missing'),
  new ProducerLostError('id'),
  new UnknownStreamError('id'),
  new AnthropicError('Something else.'),
];
/** The error after its way through JSON. */
const sent = (error: unknown) => restoreError(JSON.parse(JSON.stringify(storeError(error))) as StoredError);

describe('storeError', () => {
  it.each(errors.map((error) => [error.name, error] as const))('has its class again: %s', (_, error) => {
    const restored = sent(error);
    expect([restored.name, restored.message, restored.constructor]).toEqual([
      error.name,
      error.message,
      error.constructor,
    ]);
    if (isAPIError(error)) expect(restored).toMatchObject({ status: error.status, requestId: error.requestId });
  });

  const deep = '['.repeat(9000) + ']'.repeat(9000);
  const cyclic: Record<string, unknown> = {};
  cyclic['self'] = cyclic;
  it.each<[string, unknown]>([
    ['is nested too deeply', JSON.parse(`{"type":"error","error":{"x":${deep}}}`)],
    ['contains a cycle', cyclic],
    ['contains a BigInt', { id: 1n }],
    ['is too long', { text: 'x'.repeat(300_000) }],
  ])('keeps the kind and the words of an error whose body %s', (_, body) => {
    const error = new RateLimitError('429 rate_limit_error: Slow down.', {
      status: 429,
      type: 'rate_limit_error',
      apiMessage: 'Slow down.',
      error: body,
      requestId: 'req_1',
    });
    expect(JSON.stringify(storeError(error)).length).toBeLessThan(1000);
    expect(sent(error)).toMatchObject({
      name: 'RateLimitError',
      status: 429,
      type: 'rate_limit_error',
      apiMessage: 'Slow down.',
      requestId: 'req_1',
    });
  });

  it('shortens long texts and lists', () => {
    const issues = Array.from({ length: 200_000 }, (_, i) => ({ path: `[${i}]`, message: 'is wrong' }));
    const errors = [
      new ToolError('x'.repeat(10_000_000)),
      new OutputValidationError({ issues, text: 'x'.repeat(10_000_000) }),
    ];
    for (const error of errors) expect(JSON.stringify(storeError(error)).length).toBeLessThan(100_000);
    expect(storeError(errors[1])).toMatchObject({ issues: { length: 100 } });
  });

  it('has the message of a foreign error', () => {
    const restored = sent(new Error('out of memory'));
    expect([restored.name, restored.message]).toEqual(['AnthropicError', 'The source failed: out of memory']);
  });
});
