import { describe, expect, it } from '@jest/globals';
import { noop } from 'rxjs';
import { responseFields } from '../../lib/stream/response-fields.ts';

describe('responseFields', () => {
  it('reads the status, the headers, the request id, the rate limits and the address', () => {
    const headers = { 'request-id': 'req_1', 'anthropic-ratelimit-tokens-remaining': '7' };
    const response = new Response(null, { status: 201, headers });
    const fields = responseFields({ response, url: 'https://host/v1/messages', close: noop });
    expect(fields).toMatchObject({
      status: 201,
      requestId: 'req_1',
      rateLimits: { requests: null, tokens: { limit: null, remaining: 7, reset: null } },
      url: 'https://host/v1/messages',
    });
    expect(fields.headers).toBe(response.headers);
  });

  it('has null as the id of a response without one', () => {
    expect(responseFields({ response: new Response(null), url: '', close: noop }).requestId).toBeNull();
  });
});
