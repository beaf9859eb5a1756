import { describe, expect, it } from '@jest/globals';
import { createAPIError } from '../../lib/errors/create-api-error.ts';
import {
  AnthropicError,
  APIConnectionError,
  APITimeoutError,
  InvalidOptionsError,
  InvalidParamsError,
} from '../../lib/index.ts';
import { asRejection, errorResponse, leftResponse } from '../../lib/relay/error-response.ts';
import { notAllowed, RejectedRequest } from '../../lib/relay/rejected-request.ts';

/** The status, type and message that a browser gets, and how many lines the log gets. */
async function answer(error: unknown, signal = new AbortController().signal) {
  const lines: unknown[] = [];
  const request = new Request('https://x.example', { signal });
  const response = errorResponse(error, request, { error: (...line) => void lines.push(line) });
  const { error: shown } = (await response.json()) as { error: object };
  return { status: response.status, ...shown, lines: lines.length, headers: response.headers };
}
const api = (status: number, text: string) =>
  createAPIError({
    status,
    text,
    headers: new Headers({ 'request-id': 'req_1', 'retry-after': '7', 'x-secret': 's' }),
  });
const body = '{"type":"error","error":{"type":"overloaded_error","message":"Busy"}}';
const deepBody = `{"type":"error","error":${'['.repeat(9000)}${']'.repeat(9000)}}`;
const refused = 'A server between the proxy and the API refused the request.';
const misconfigured = 'The proxy could not send the request. Its log contains the reason.';

describe('errorResponse', () => {
  it('passes an error of the API on, with its headers for clients', async () => {
    const { headers, ...shown } = await answer(api(529, body));
    expect(shown).toEqual({ status: 529, type: 'overloaded_error', message: 'Busy', lines: 0 });
    expect([headers.get('request-id'), headers.get('retry-after'), headers.get('x-secret')]).toEqual([
      'req_1',
      '7',
      null,
    ]);
  });

  it.each([400, 599])('passes an error of the API of status %d on', async (status) => {
    expect(await answer(api(status, body))).toMatchObject({ status, type: 'overloaded_error', lines: 0 });
  });

  it('passes a rejection on, with its headers', async () => {
    const { headers, ...shown } = await answer(
      new RejectedRequest(405, 'invalid_request_error', 'No.', { allow: 'POST' }),
    );
    expect(shown).toEqual({ status: 405, type: 'invalid_request_error', message: 'No.', lines: 0 });
    expect(headers.get('allow')).toBe('POST');
  });

  it.each<[string, unknown, number, string, string]>([
    ['a page of a gateway', api(503, '<html>10.0.0.7</html>'), 503, 'api_error', refused],
    ['JSON of a gateway', api(400, '{"type":"x","error":{}}'), 400, 'api_error', refused],
    ['an error of text only', api(400, '{"type":"error"}'), 400, 'api_error', refused],
    ['an error of the API that is nested too deeply', api(400, deepBody), 400, 'api_error', refused],
    ['a status above those of errors', api(600, body), 502, 'api_error', 'The API could not be reached.'],
    ['a status that no response has', api(999, body), 502, 'api_error', 'The API could not be reached.'],
    ['a status that is no error', api(399, body), 502, 'api_error', 'The API could not be reached.'],
    ['a failed connection', new APIConnectionError('10.0.0.7'), 502, 'api_error', 'The API could not be reached.'],
    ['a timeout', new APITimeoutError('10.0.0.7'), 504, 'timeout_error', 'The API did not respond in time.'],
    ['an answer that is unreadable', new AnthropicError('x'), 502, 'api_error', 'The API sent an unreadable response.'],
    ['options of the server', new InvalidOptionsError('x', []), 500, 'api_error', misconfigured],
    ['params of the server', new InvalidParamsError([]), 500, 'api_error', misconfigured],
    ['an exception', new TypeError('10.0.0.7'), 500, 'api_error', misconfigured],
    ['a thrown text', 'x', 500, 'api_error', misconfigured],
  ])('describes %s without its content, and logs it', async (_, error, status, type, message) => {
    expect(await answer(error)).toMatchObject({ status, type, message, lines: 1 });
  });

  it('forbids retries of what the server cannot send', async () => {
    expect((await answer(new TypeError('x'))).headers.get('x-should-retry')).toBe('false');
  });

  it('says nothing to a browser that has left', async () => {
    expect(await answer(new TypeError('x'), AbortSignal.abort())).toMatchObject({ status: 499, lines: 0 });
    expect(await leftResponse().json()).toEqual({
      type: 'error',
      error: { type: 'api_error', message: 'The browser disconnected.' },
    });
  });
});

describe('asRejection', () => {
  it('converts issues of params, ten of them, cut to a length', () => {
    const issue = { path: 'p'.repeat(151), message: 'm'.repeat(301) };
    const shown = `${'p'.repeat(150)}: ${'m'.repeat(300)}`;
    expect(asRejection(new InvalidParamsError([issue, issue]))).toMatchObject({
      name: 'RejectedRequest',
      status: 400,
      message: `${shown}; ${shown}.`,
    });
    const many = asRejection(new InvalidParamsError(Array.from({ length: 11 }, () => ({ path: 'a', message: 'b' }))));
    expect((many as Error).message).toBe(`${Array.from({ length: 10 }, () => 'a: b').join('; ')}.`);
  });

  it.each([new InvalidOptionsError('x', []), notAllowed('x'), new Error('x'), null])('keeps %p', (error) => {
    expect(asRejection(error)).toBe(error);
  });
});
