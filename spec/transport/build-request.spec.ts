import { afterEach, describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { AnthropicClient, type AnthropicClientOptions, type RequestOptions } from '../../lib/index.ts';
import { buildRequest, withoutSecrets, withSecrets } from '../../lib/transport/build-request.ts';
import type { TransportOptions } from '../../lib/transport/transport-options.ts';
import { version } from '../../lib/transport/version.ts';
import { params } from '../support/params.ts';
import { failure, fetch, reset, sent } from '../support/sent-request.ts';

afterEach(reset);

describe('the headers of a request', () => {
  it('are those of the environment, the client, the params and the call, each replacing those before', async () => {
    process.env['ANTHROPIC_CUSTOM_HEADERS'] = 'x-a: env\r\nX-B:env: with colon\n\nx-c: env';
    const defaultHeaders = { 'x-b': 'client', 'anthropic-beta': 'client', 'x-d': ['1', '2'] };
    const more = { betas: ['param'] };
    const { headers } = await sent({ defaultHeaders }, { headers: [['X-C', 'call']] }, more);
    const read = (...names: string[]) => names.map((name) => headers.get(name));
    expect(read('x-a', 'x-b', 'x-c', 'x-d', 'anthropic-beta')).toEqual(['env', 'client', 'call', '1, 2', 'param']);
  });

  it('are removed by null and kept by undefined, also built-in ones', async () => {
    process.env['ANTHROPIC_CUSTOM_HEADERS'] = 'x-env: env';
    const defaultHeaders = { 'x-a': '1', 'x-b': '2', 'x-env': null, 'anthropic-version': undefined };
    const call: RequestOptions = { headers: { 'X-A': null, 'x-b': undefined, 'user-agent': null, 'x-api-key': null } };
    const { headers } = await sent({ defaultHeaders }, call);
    const names = ['x-a', 'x-b', 'x-env', 'user-agent', 'x-api-key', 'anthropic-version'];
    expect(names.map((name) => headers.get(name))).toEqual([null, '2', null, null, null, '2023-06-01']);
  });

  it('are appended where pairs name one twice', async () => {
    const pairs = [
      ['x-a', '1'],
      ['x-a', '2'],
      ['x-b', null],
    ] as const;
    expect((await sent({ defaultHeaders: pairs })).headers.get('x-a')).toBe('1, 2');
    const headers = new Headers(pairs.slice(0, 2) as unknown as [string, string][]);
    expect((await sent({ defaultHeaders: headers })).headers.get('x-a')).toBe('1, 2');
  });

  it('of the environment are refused with the number of the line', () => {
    process.env['ANTHROPIC_CUSTOM_HEADERS'] = 'x-a: 1\nhidden';
    expect(() => new AnthropicClient({ apiKey: 'k' })).toThrow(
      'AnthropicClient: ANTHROPIC_CUSTOM_HEADERS: line 2 must be a header such as "Name: value"',
    );
  });

  it.each(['authorization', 'x-goog-api-key', 'Cookie', 'x-amz-security-token', 'my-password', 'proxy-authorization'])(
    'send no %s in clear text',
    async (name) => {
      const client = (options: AnthropicClientOptions) =>
        new AnthropicClient({ baseURL: 'http://proxy.example', apiKey: null, fetch, ...options }).messages;
      const secret = { [name]: 'hidden' };
      const error = await failure(client({ defaultHeaders: secret }).stream(params));
      const message = `AnthropicClient: baseURL: would send ${name.toLowerCase()} in clear text; use https, or set dangerouslyAllowHTTP`;
      expect(error).toMatchObject({ name: 'InvalidOptionsError', message });
      expect(await failure(client({}).stream(params, { headers: secret }))).toMatchObject({ message });
      expect(fetch.requests).toEqual([]);
      await lastValueFrom(client({ defaultHeaders: secret, dangerouslyAllowHTTP: true }).stream(params));
      await lastValueFrom(client({ baseURL: 'http://127.0.0.1:9', defaultHeaders: secret }).stream(params));
      await lastValueFrom(
        client({}).stream(params, { headers: { 'x-csrf-token': 'of a form', 'idempotency-key': '1' } }),
      );
      expect(fetch.requests).toHaveLength(3);
    },
  );
});

describe('an address in clear text', () => {
  it.each(['localhost', 'app.localhost', 'a.b.localhost', '127.0.0.1', '127.9.9.9', '[::1]'])(
    'of this machine, %s, is sent the key',
    async (host) => {
      expect((await sent({ baseURL: `http://${host}:1` })).headers.get('x-api-key')).toBe('k');
    },
  );

  it.each(['localhost.example', 'mylocalhost', '127.0.0.1.example', '[::2]', 'x.example'])(
    'of another machine, %s, is not',
    async (host) => {
      const client = new AnthropicClient({ apiKey: 'k', fetch, baseURL: `http://${host}` });
      expect(await failure(client.messages.stream(params))).toMatchObject({
        message: 'AnthropicClient: baseURL: would send x-api-key in clear text; use https, or set dangerouslyAllowHTTP',
      });
      expect(fetch.requests).toEqual([]);
    },
  );
});

const noChanges = new Map<string, string | null>();
const defaults = { apiVersion: '2023-06-01', defaultHeaders: noChanges, headers: noChanges } as const;

/** The request of one attempt. */
function built(options: Partial<TransportOptions> = {}, retryCount = 0) {
  const all = { baseURL: 'https://a.example', ...defaults, ...options } as TransportOptions; // all that is read
  return buildRequest('/v1/x', { body: '{}', headers: new Headers() }, null, retryCount, all);
}

const sorted = (headers: Headers) => Object.fromEntries(headers as unknown as Iterable<[string, string]>);
const own = {
  accept: 'application/json, text/event-stream',
  'anthropic-version': '2023-06-01',
  'content-type': 'application/json',
};
const agent = { 'user-agent': `anthropic-rxjs/${version}` };

describe('buildRequest', () => {
  afterEach(() => ['window', 'document'].forEach((name) => Reflect.deleteProperty(globalThis, name)));

  it.each<[string, Partial<TransportOptions>, number, Record<string, string>]>([
    ['the first attempt', {}, 0, agent],
    ['the first retry', {}, 1, { ...agent, 'x-retry-count': '1' }],
    ['the second retry', {}, 2, { ...agent, 'x-retry-count': '2' }],
    [
      'a client for browsers',
      { dangerouslyAllowBrowser: true },
      0,
      { ...agent, 'anthropic-dangerous-direct-browser-access': 'true' },
    ],
  ])('sends exactly these headers with %s', (_, options, retryCount, more) => {
    const { url, headers, body } = built(options, retryCount);
    expect({ url, headers: sorted(headers), body }).toEqual({
      url: 'https://a.example/v1/x',
      headers: { ...own, ...more },
      body: '{}',
    });
  });

  it('sends no user-agent of its own in a page', () => {
    Object.assign(globalThis, { window: {}, document: {} });
    expect(sorted(built().headers)).toEqual(own);
  });
});

const request = (url: string, headers: Record<string, string>, body = '{}') => ({
  url,
  headers: new Headers(headers),
  body,
});

describe('withoutSecrets', () => {
  it('copies the other headers, and changes none of the request', () => {
    const given = request('https://a.example/', { 'x-api-key': 'k', 'x-a': '1', 'x-b': 'Bearer t' });
    const { url, headers, body } = withoutSecrets(given);
    expect({ url, headers: sorted(headers), body }).toEqual({
      url: 'https://a.example/',
      headers: { 'x-a': '1' },
      body: '{}',
    });
    expect(sorted(given.headers)).toEqual({ 'x-a': '1', 'x-api-key': 'k', 'x-b': 'Bearer t' });
  });
});

describe('withSecrets', () => {
  const ofClient = request('https://a.example/v1/x', { 'x-api-key': 'k', cookie: 'c', 'x-a': '1' });
  const add = (url: string, headers: Record<string, string>) =>
    withSecrets(request(url, headers, '[]'), ofClient, { dangerouslyAllowHTTP: false } as TransportOptions); // all that is read

  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['https://a.example/other', {}, { cookie: 'c', 'x-api-key': 'k' }],
    ['https://a.example/', { 'x-api-key': 'mine', 'x-b': '2' }, { cookie: 'c', 'x-api-key': 'mine', 'x-b': '2' }],
    ['https://a.example:8443/', { 'x-b': '2' }, { 'x-b': '2' }],
    ['http://a.example/', { 'x-b': '2' }, { 'x-b': '2' }],
  ])('sends a request to %s with the headers %j exactly %j', (url, given, expected) => {
    const { headers, ...rest } = add(url, given);
    expect({ ...rest, headers: sorted(headers) }).toEqual({ url, body: '[]', headers: expected });
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'http://a.example/',
      { cookie: 'mine' },
      'baseURL: would send cookie in clear text; use https, or set dangerouslyAllowHTTP',
    ],
    ['file:///a', {}, 'interceptors: must be an http or https URL, such as https://api.anthropic.com'],
  ])('refuses %s with the headers %j', (url, given, problem) => {
    expect(() => add(url, given)).toThrow(`AnthropicClient: ${problem}`);
  });
});
