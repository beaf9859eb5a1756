import { describe, expect, it } from '@jest/globals';
import { createAPIError } from '../../lib/errors/create-api-error.ts';
import { storeError, type StoredError } from '../../lib/errors/stored-error.ts';
import {
  APIConnectionError,
  InvalidParamsError,
  MalformedEventError,
  NotAnEventStreamError,
  OverloadedError,
  ProducerLostError,
  UnknownStreamError,
} from '../../lib/index.ts';
import { errorOf, errorOfFrame, hideError } from '../../lib/relay/reply-end.ts';
import { errorBody } from '../../lib/testing/index.ts';

const overloaded = createAPIError({ status: 529, text: JSON.stringify(errorBody('overloaded_error', 'No')) });

describe('the end of a reply', () => {
  it.each([
    ['complete', { end: 'complete' }, undefined],
    ['stopped', { end: 'stopped' }, undefined],
    ['deleted', { end: 'stopped', deleted: true }, UnknownStreamError],
    ['lost', { end: 'lost' }, ProducerLostError],
    ['error', { end: 'error', error: storeError(overloaded) }, OverloadedError],
  ] as const)('%s has its error', (_, end, errorClass) => {
    expect(errorOf('id', end)?.constructor).toBe(errorClass);
  });

  it.each([
    ['{"end":"complete","events":3}', undefined],
    ['{"end":"lost"}', ProducerLostError],
    [JSON.stringify({ end: 'error', error: storeError(overloaded) }), OverloadedError],
    ['{"end":"comp', MalformedEventError],
    ['null', MalformedEventError],
    ['{}', MalformedEventError],
    ['{"end":"paused"}', MalformedEventError],
    ['{"end":"error"}', MalformedEventError],
    ['{"end":"error","error":{"name":"MalformedEventError","issues":[null]}}', MalformedEventError],
    ['{"end":"error","error":{"name":"APIError","message":"","status":1,"requestId":"a\\nb"}}', MalformedEventError],
  ] as const)('in the frame %j has its error', (data, errorClass) => {
    expect(errorOfFrame('id', data)?.constructor).toBe(errorClass);
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
    const stored = storeError(overloaded);
    expect(hideError(stored)).toEqual(stored);
  });

  const body = { type: 'error', error: {} };
  const hidden = (name: string, status?: number) => ({ name, message: 'The reply failed.', status });
  it.each<[Partial<StoredError>, object | undefined]>([
    [{ name: 'AnthropicError' }, hidden('AnthropicError')],
    [{ name: 'InvalidParamsError' }, hidden('AnthropicError')],
    [{ name: 'NotAnEventStreamError', status: 200, body }, hidden('NotAnEventStreamError', 200)],
    [{ name: 'APITimeoutError' }, hidden('APITimeoutError')],
    [{ name: 'APIError', body }, undefined],
    [{ name: 'OverloadedError', status: 529, body }, undefined],
    [{ name: 'OverloadedError', status: 529 }, hidden('OverloadedError', 529)],
    [{ name: 'OverloadedError', status: 529, body: null }, hidden('OverloadedError', 529)],
    [{ name: 'OverloadedError', status: 529, body: 'error' }, hidden('OverloadedError', 529)],
    [{ name: 'OverloadedError', status: 529, body: { error: {} } }, hidden('OverloadedError', 529)],
    [{ name: 'OverloadedError', status: 529, body: { type: 'error' } }, hidden('OverloadedError', 529)],
    [{ name: 'OverloadedError', status: 529, body: { ...body, type: 'x' } }, hidden('OverloadedError', 529)],
    [{ name: 'MaxTokensError', body: 'x' }, undefined],
  ])('shows %j to browsers as %j', (fields, shown) => {
    const stored = { message: 'of 10.0.0.7', ...fields } as StoredError; // all that is read
    expect(hideError(stored)).toEqual(shown ?? stored);
  });
});
