import { describe, expect, it } from '@jest/globals';
import { requireEndpoint } from '../../lib/relay/require-endpoint.ts';

const endpoint = (path: string, countTokens = true, method = 'POST') =>
  requireEndpoint(new Request(`https://x.example${path}`, { method }), countTokens);

describe('requireEndpoint', () => {
  it.each([
    ['/v1/messages', 'messages'],
    ['/api/anthropic/v1/messages?beta=true', 'messages'],
    ['/v1/messages/count_tokens', 'count_tokens'],
  ])('of %s is %s', (path, expected) => {
    expect(endpoint(path)).toBe(expected);
  });

  it.each<[string, boolean, string, number, string]>([
    ['/v1/messages/', true, 'POST', 404, 'path: is not served here. It must end with /v1/messages.'],
    ['/v2/messages', true, 'POST', 404, 'path: is not served here. It must end with /v1/messages.'],
    ['/v1/messages/batches', true, 'GET', 404, 'path: is not served here. It must end with /v1/messages.'],
    ['/v1/messages/count_tokens', false, 'POST', 404, 'path: is not served here. Set allow.countTokens of the proxy.'],
    ['/v1/messages', true, 'GET', 405, 'method: must be POST.'],
  ])('rejects %s (countTokens: %p, %s)', (path, countTokens, method, status, message) => {
    const [type, headers] = status === 405 ? ['invalid_request_error', { allow: 'POST' }] : ['not_found_error', {}];
    expect(() => endpoint(path, countTokens, method)).toThrow(
      expect.objectContaining({ status, type, message, headers }),
    );
  });
});
