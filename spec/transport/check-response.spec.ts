import { describe, expect, it } from '@jest/globals';
import { checkResponse } from '../../lib/transport/check-response.ts';

const headers = { get: () => null, forEach: () => undefined };
const readable = { status: 200, headers, body: { getReader: () => undefined } };

describe('checkResponse', () => {
  it.each<[string, object]>([
    ['a Response', new Response('x')],
    ['what is read of one', readable],
    ['no body', { ...readable, body: null }],
    ['an absent body', { status: 204, headers }],
    ['an unread body', { ...readable, bodyUsed: false }],
  ])('returns %s', (_, value) => {
    expect(checkResponse(value)).toBe(value);
  });

  it.each<[unknown, string]>([
    [null, 'null'],
    [undefined, 'a value of type undefined'],
    ['x', 'a value of type string'],
    [() => readable, 'a value of type function'],
    [{}, 'an object without a numeric status'],
    [{ ...readable, status: '200' }, 'an object without a numeric status'],
    [{ ...readable, headers: undefined }, 'an object without Headers'],
    [{ ...readable, headers: null }, 'an object without Headers'],
    [{ ...readable, headers: { get: () => null } }, 'an object without Headers'],
    [{ ...readable, headers: { forEach: () => undefined } }, 'an object without Headers'],
    [{ ...readable, bodyUsed: true }, 'a Response whose body has been read'],
    [{ ...readable, body: 'x' }, 'a body that is not a ReadableStream'],
    [{ ...readable, body: {} }, 'a body that is not a ReadableStream'],
  ])('refuses %j', (value, problem) => {
    expect(() => checkResponse(value)).toThrow(
      expect.objectContaining({
        name: 'InvalidOptionsError',
        message: `AnthropicClient: fetch: resolved with ${problem}; resolve with a Response whose body is unread`,
      }),
    );
  });
});
