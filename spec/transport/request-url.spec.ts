import { afterEach, describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { AnthropicClient } from '../../lib/index.ts';
import { isRelative, requestURL } from '../../lib/transport/request-url.ts';
import { params } from '../support/params.ts';
import { failure, fetch, reset, sent } from '../support/sent-request.ts';

afterEach(reset);

describe('the address of a request', () => {
  it.each([
    ['https://x.example', 'https://x.example/v1/messages'],
    ['https://x.example/', 'https://x.example/v1/messages'],
    ['https://x.example/v1', 'https://x.example/v1/messages'],
    ['https://x.example/v1/', 'https://x.example/v1/messages'],
    ['https://x.example/v1/messages', 'https://x.example/v1/messages'],
    ['https://x.example/v1/messages/count_tokens/', 'https://x.example/v1/messages'],
    ['https://x.example/api/v1', 'https://x.example/api/v1/messages'],
    ['https://x.example/v1/account/gateway', 'https://x.example/v1/account/gateway/v1/messages'],
    ['https://v1', 'https://v1/v1/messages'],
  ])('of %s is %s', async (baseURL, url) => {
    expect((await sent({ baseURL })).url).toBe(url);
  });

  it('of a path needs the origin of a page', async () => {
    const client = new AnthropicClient({ baseURL: '/api/v1', apiKey: null, fetch });
    const relative =
      'AnthropicClient: baseURL: is relative, and only a page has an origin to resolve it against; elsewhere set the ' +
      'full address, such as http://localhost:4000/api';
    expect(await failure(client.messages.stream(params))).toMatchObject({
      name: 'InvalidOptionsError',
      message: relative,
    });
    Object.assign(globalThis, { location: { href: 'https://app.example/chat?id=1' } });
    await lastValueFrom(client.messages.stream(params));
    expect(fetch.requests[0]!.url).toBe('https://app.example/api/v1/messages');
  });

  it('of a path starts at the base of a document, like that of fetch', async () => {
    const location = { href: 'about:srcdoc' };
    Object.assign(globalThis, { location, document: { baseURI: 'https://app.example/chat/' } });
    expect((await sent({ baseURL: './api', apiKey: null })).url).toBe('https://app.example/chat/api/v1/messages');
  });
});

describe('requestURL', () => {
  it.each(['ftp://x.example', 'xhttps://x.example', 'x.example', 'about:blank', '', 'https://'])(
    'refuses %j',
    (baseURL) => {
      expect(() => requestURL(baseURL, '/v1/messages')).toThrow(
        'AnthropicClient: baseURL: must be an http or https URL, such as https://api.anthropic.com',
      );
    },
  );

  it.each(['https://me@x.example', 'https://:p@x.example'])('refuses the credentials of %s', (baseURL) => {
    expect(() => requestURL(baseURL, '/v1/messages')).toThrow(
      'AnthropicClient: baseURL: must not contain a user name or password; send them with defaultHeaders',
    );
  });

  it.each([
    ['https://x.example/api?a=1', 'https://x.example/api'],
    ['https://x.example/v1/#b', 'https://x.example'],
    ['https://x.example?', 'https://x.example'],
  ])('refuses the query or hash of %s', (baseURL, bare) => {
    expect(() => requestURL(baseURL, '/v1/messages')).toThrow(
      `AnthropicClient: baseURL: must not have a query or a hash; pass ${bare}, from which requests go to ${bare}/v1/messages`,
    );
  });

  it('refuses an address below /v1/messages', () => {
    expect(() => requestURL('https://x.example/a/v1/messages/batches', '/v1/messages')).toThrow(
      'AnthropicClient: baseURL: would send requests to https://x.example/a/v1/messages/batches/v1/messages; pass ' +
        'https://x.example/a, from which they go to https://x.example/a/v1/messages',
    );
  });

  it('names the variable that has set the address', () => {
    expect(() => requestURL('x', '/v1/messages', 'ANTHROPIC_BASE_URL')).toThrow('AnthropicClient: ANTHROPIC_BASE_URL:');
  });
});

describe('isRelative', () => {
  it.each([
    ['/api', true],
    ['./api', true],
    ['../api', true],
    ['api', false],
    ['https://x.example/', false],
  ])('of %s is %s', (baseURL, expected) => {
    expect(isRelative(baseURL)).toBe(expected);
  });
});
