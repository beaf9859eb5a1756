import { describe, expect, it } from '@jest/globals';
import { APIError, type APIErrorFields, isAPIError } from '../../lib/errors/api-error.ts';
import { AnthropicError } from '../../lib/errors/anthropic-error.ts';
import { parseRateLimits } from '../../lib/transport/parse-rate-limits.ts';
import { RateLimitError } from '../../lib/errors/rate-limit-error.ts';

const fieldsOf = (error: APIError) => Object.fromEntries(Object.entries(error));

describe('APIError', () => {
  it('has the fields of the response', () => {
    const fields: APIErrorFields = {
      status: 429,
      type: 'rate_limit_error',
      errorCode: 'ramp_limit_exceeded',
      details: { error_code: 'ramp_limit_exceeded' },
      apiMessage: 'Too fast',
      error: { type: 'error' },
      requestId: 'req_1',
      workspaceId: 'wrkspc_1',
      headers: new Headers({ 'retry-after': '7' }),
      rateLimits: parseRateLimits(new Headers()),
      retryAfter: 7000,
    };
    const error = new APIError('Too fast.', fields);
    expect(error.message).toBe('Too fast.');
    expect(fieldsOf(error)).toEqual(fields);
  });

  it('has null for texts, and undefined for the rest, of a response that lacks them', () => {
    expect(fieldsOf(new APIError('No.'))).toEqual({
      status: undefined,
      type: undefined,
      errorCode: undefined,
      details: null,
      apiMessage: null,
      error: undefined,
      requestId: null,
      workspaceId: null,
      headers: undefined,
      rateLimits: undefined,
      retryAfter: undefined,
    });
  });
});

describe('isAPIError', () => {
  it.each<[boolean, unknown]>([
    [true, new APIError('x')],
    [true, new RateLimitError('x')],
    [false, new AnthropicError('x')],
    [false, Object.assign(new Error('x'), { name: 'APIError' })],
    [false, undefined],
  ])('is %p for %p', (expected, error) => {
    expect(isAPIError(error)).toBe(expected);
  });
});
