import { describe, expect, it } from '@jest/globals';
import { readRequest } from '../../lib/clouds/cloud-request.ts';

const baseURL = 'https://cloud.example/base';
const read = (url: string, init: RequestInit = { body: '{}' }) => readRequest('cloud', baseURL, [url, init]);

describe('readRequest', () => {
  it.each([
    [`${baseURL}/v1/messages`, 'messages'],
    [`${baseURL}/v1/messages?beta=true`, 'messages'],
    [`${baseURL}/v1/messages/count_tokens`, 'count_tokens'],
  ])('reads the endpoint of %s', (url, endpoint) => {
    expect(read(url)).toMatchObject({ url, endpoint, body: '{}' });
    expect(readRequest('cloud', baseURL, [new URL(url), { body: '{}' }])).toMatchObject({ url, endpoint });
  });

  it.each([
    'https://elsewhere.example/base/v1/messages',
    'http://cloud.example/base/v1/messages',
    'https://cloud.example/base.elsewhere/v1/messages',
    'https://cloud.example/baseline/v1/messages',
    `${baseURL}/v1/models`,
    `${baseURL}/v1/messages/../models`,
  ])('refuses %s, so that no credential goes there', (url) => {
    expect(() => read(url)).toThrow(
      'cloud: baseURL: sends requests only to https://cloud.example/base/v1/messages; set the baseURL option of cloud',
    );
  });

  it('drops credentials of the API and keeps other headers', () => {
    const headers = { 'X-Api-Key': 'a', authorization: 'b', 'anthropic-beta': 'c' };
    expect([...read(`${baseURL}/v1/messages`, { headers, body: '{}' }).headers]).toEqual([['anthropic-beta', 'c']]);
  });

  it('refuses a body that is not text', () => {
    expect(() => read(`${baseURL}/v1/messages`, {})).toThrow(
      'cloud: fetch: accepts only the requests of an AnthropicClient',
    );
  });
});
