import { describe, expect, it } from '@jest/globals';
import { vertexRequest } from '../../lib/vertex/vertex-request.ts';

const headers = { 'anthropic-version': '2023-06-01', 'anthropic-beta': 'one-2026-01-01' };
const convert = (params: object, endpoint: 'messages' | 'count_tokens' = 'messages') => {
  const request = { url: 'unused', headers: new Headers(headers), body: JSON.stringify(params) };
  const { url, body, headers: sent } = vertexRequest('https://google.example/models', request, endpoint);
  return { url, body: JSON.parse(body) as unknown, headers: Object.fromEntries(sent) };
};

describe('vertexRequest', () => {
  it('moves the model to the address and the version to the body', () => {
    expect(convert({ model: 'claude-sonnet-5@20260301', max_tokens: 1, stream: true })).toEqual({
      url: 'https://google.example/models/claude-sonnet-5@20260301:streamRawPredict',
      body: { anthropic_version: 'vertex-2023-10-16', max_tokens: 1, stream: true },
      headers: { 'anthropic-beta': 'one-2026-01-01' },
    });
  });

  it('requests a message at its own address', () => {
    expect(convert({ model: 'm' }).url).toBe('https://google.example/models/m:rawPredict');
  });

  it('keeps the model to count tokens', () => {
    const { url, body } = convert({ model: 'm', messages: [] }, 'count_tokens');
    expect(url).toBe('https://google.example/models/count-tokens:rawPredict');
    expect(body).toEqual({ anthropic_version: 'vertex-2023-10-16', model: 'm', messages: [] });
  });

  it.each([
    ['a;b', 'a%3Bb'],
    ['a:rawPredict', 'a%3ArawPredict'],
    ['../x', '..%2Fx'],
  ])('keeps the model %s in one segment', (model, segment) => {
    expect(convert({ model }).url).toBe(`https://google.example/models/${segment}:rawPredict`);
  });
});
