import { describe, expect, it } from '@jest/globals';
import { readErrorEnvelope } from '../../lib/errors/error-envelope.ts';

describe('readErrorEnvelope', () => {
  it.each<[string, unknown, { type?: string; message?: string; details?: unknown }]>([
    [
      'the API',
      { type: 'error', error: { type: 'overloaded_error', message: 'Busy', details: { error_code: 'x' } } },
      { type: 'overloaded_error', message: 'Busy', details: { error_code: 'x' } },
    ],
    ['the API, with a type of its future', { error: { type: 'sparkle_error' } }, { type: 'sparkle_error' }],
    ['a type that says nothing', { error: { type: 'error', message: 'Odd' } }, { message: 'Odd' }],
    ['a blank type', { error: { type: ' ' } }, {}],
    [
      'words beside the error',
      { error: { code: 429 }, message: 'Slow' },
      { type: 'rate_limit_error', message: 'Slow' },
    ],
    [
      'Google, in a list',
      [{ error: { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'Quota' } }],
      { type: 'rate_limit_error', message: 'Quota' },
    ],
    [
      'a list under the name of one',
      { success: false, error: [{ code: 401, message: 'No' }] },
      { type: 'authentication_error', message: 'No' },
    ],
    [
      'RFC 9457 with a title only',
      { type: 'about:blank', title: 'Slow', status: 429 },
      { type: 'rate_limit_error', message: 'Slow' },
    ],
    ['AWS, a failure', { __type: 'InternalFailure', message: 'x' }, { type: 'api_error', message: 'x' }],
    ['AWS', { __type: 'a#ThrottlingException', Message: 'Slow' }, { type: 'rate_limit_error', message: 'Slow' }],
    ['AWS, with a type that nobody knows', { __type: 'Odd', message: 'x' }, { message: 'x' }],
    ['OAuth', { error: 'invalid_request', error_description: 'x' }, { type: 'invalid_request_error', message: 'x' }],
    ['text only', { error: 'Down for repair' }, { message: 'Down for repair' }],
    ['text beside a status', { error: 'Slow', statusCode: 429 }, { type: 'rate_limit_error', message: 'Slow' }],
    ['an event of type error', { type: 'error', detail: 'Down' }, { message: 'Down' }],
    ['a code of a failure', { code: 503, msg: 'Down' }, { type: 'overloaded_error', message: 'Down' }],
    ['a code that nobody knows', { code: 'E42', error_message: 'Down' }, { message: 'Down' }],
    ['an order: type before code', { error: { type: 'x', code: 429, status: 500 } }, { type: 'rate_limit_error' }],
  ])('of %s', (_, value, expected) => {
    expect(readErrorEnvelope(value)).toEqual({ type: undefined, message: undefined, details: null, ...expected });
  });

  it.each<[string, unknown]>([
    ['text', 'error'],
    ['null', null],
    ['an empty list', []],
    ['a list of lists', [[{ error: {} }]]],
    ['an empty object', {}],
    ['a message of the API', { type: 'message', id: 'msg_1' }],
    ['a blank error', { error: ' ' }],
    ['a list of errors without one', { error: [] }],
    ['no error', { error: null, message: 'ok' }],
    ['success in numbers', { code: 200, message: 'Sent' }],
    ['success in other numbers', { code: 0, message: 'Sent' }],
    ['success in words', { code: 'OK', message: 'Sent' }],
    ['success, in full', { code: 'success', message: 'Sent' }],
    ['no code', { code: '', message: 'Sent' }],
    ['a code without a message', { code: 'E42' }],
    ['a code that is an object', { code: {}, message: 'Sent' }],
  ])('of %s is undefined', (_, value) => {
    expect(readErrorEnvelope(value)).toBeUndefined();
  });

  it.each(['2000', 'x200', '20', 'okay'])('counts the code %s as a failure', (code) => {
    expect(readErrorEnvelope({ code, message: 'x' })).toEqual({ type: undefined, message: 'x', details: null });
  });
});
