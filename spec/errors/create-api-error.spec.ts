import { describe, expect, it } from '@jest/globals';
import { createAPIError } from '../../lib/errors/create-api-error.ts';
import { errorBody } from '../../lib/testing/index.ts';

describe('an API error', () => {
  it.each([
    [400, 'BadRequestError'],
    [401, 'AuthenticationError'],
    [402, 'PaymentRequiredError'],
    [403, 'PermissionDeniedError'],
    [404, 'NotFoundError'],
    [408, 'RequestTimeoutError'],
    [409, 'ConflictError'],
    [412, 'PreconditionFailedError'],
    [413, 'ContentTooLargeError'],
    [418, 'APIError'],
    [422, 'UnprocessableEntityError'],
    [425, 'APIError'],
    [429, 'RateLimitError'],
    [431, 'RequestHeaderFieldsTooLargeError'],
    [499, 'ClientClosedRequestError'],
    [500, 'InternalServerError'],
    [501, 'NotImplementedError'],
    [502, 'InternalServerError'],
    [503, 'ServiceUnavailableError'],
    [504, 'GatewayTimeoutError'],
    [529, 'OverloadedError'],
  ])('of status %d is a %s', (status, name) => {
    const error = createAPIError({ status, text: '' });
    expect({ name: error.name, status: error.status }).toEqual({ name, status });
  });

  it.each([
    ['invalid_request_error', 'BadRequestError'],
    ['authentication_error', 'AuthenticationError'],
    ['billing_error', 'PaymentRequiredError'],
    ['permission_error', 'PermissionDeniedError'],
    ['not_found_error', 'NotFoundError'],
    ['conflict_error', 'ConflictError'],
    ['rate_limit_error', 'RateLimitError'],
    ['timeout_error', 'GatewayTimeoutError'],
    ['api_error', 'InternalServerError'],
    ['overloaded_error', 'OverloadedError'],
    ['sparkle_error', 'APIError'],
  ])('inside a stream of type %s is a %s without status', (type, name) => {
    const error = createAPIError({ text: JSON.stringify(errorBody(type, 'why')) });
    expect({ name: error.name, type: error.type, status: error.status }).toEqual({ name, type, status: undefined });
  });

  it('adds no advice to a message of several sentences, which has its own', () => {
    const ofProxy = 'model: "x" is too long. Send less, or raise allow.maxBodyBytes of the proxy.';
    const body = (message: string) => JSON.stringify({ type: 'error', error: { type: 'request_too_large', message } });
    const messageOf = (message: string) => createAPIError({ status: 413, text: body(message) }).message;
    expect(messageOf(ofProxy)).toBe(`413 request_too_large: ${ofProxy}`);
    expect(messageOf('Request exceeds 32 MB.')).toMatch(/32 MB\. Send less: shorten/);
  });

  it('has a message with the cause, the request id and the fix, and keeps the body', () => {
    const body = {
      type: 'error',
      error: { type: 'rate_limit_error', message: 'Too fast', details: { error_code: 'ramp_limit_exceeded' } },
      request_id: 'req_body',
    };
    const headers = new Headers({ 'request-id': 'req_header' });
    const error = createAPIError({ status: 429, text: JSON.stringify(body), headers, retryAfter: 2000 });
    expect(error.message).toBe(
      '429 rate_limit_error: Too fast (request id req_header) Wait (see error.retryAfter and error.rateLimits) or send less.',
    );
    expect(error).toMatchObject({
      error: body,
      errorCode: 'ramp_limit_exceeded',
      requestId: 'req_header',
      headers,
      retryAfter: 2000,
    });
    expect(createAPIError({ text: JSON.stringify(body) }).requestId).toBe('req_body');
  });

  it('carries the words of the API, its details and its workspace', () => {
    const details = { error_code: 'image_dimensions_too_large', max_side_length_pixels: 8000, paths: ['messages.0'] };
    const body = { type: 'error', error: { type: 'invalid_request_error', message: 'Too wide', details } };
    const headers = new Headers({ 'anthropic-workspace-id': 'wrkspc_1' });
    const error = createAPIError({ status: 400, text: JSON.stringify(body), headers });
    expect(error).toMatchObject({ apiMessage: 'Too wide', details, workspaceId: 'wrkspc_1' });
    expect(error.errorCode).toBe('image_dimensions_too_large');
    const bare = { apiMessage: null, details: null, workspaceId: null };
    expect(createAPIError({ status: 502, text: '<html>' })).toMatchObject(bare);
    expect(createAPIError({ status: 400, text: '{"error":{"details":"none","message":5}}' })).toMatchObject(bare);
  });

  it('of status 404 names the address of the request', () => {
    const url = 'https://proxy.example/v1/v1/messages';
    expect(createAPIError({ status: 404, text: '', url }).message).toBe(
      `404: no body. The request went to ${url}. Check model and baseURL.`,
    );
    expect(createAPIError({ status: 403, text: '', url }).message).not.toContain(url);
  });

  it.each([
    ['<html>Bad gateway</html>', '502: a page that says "Bad gateway"', '<html>Bad gateway</html>'],
    ['', '502: no body', ''],
    ['"nope"', '502: "nope"', 'nope'],
    ['x'.repeat(900), `502: ${'x'.repeat(500)}`, 'x'.repeat(900)],
  ])('without the usual body shows the body it has', (text, message, body) => {
    expect(createAPIError({ status: 502, text })).toMatchObject({ message, error: body, type: undefined });
  });
});
