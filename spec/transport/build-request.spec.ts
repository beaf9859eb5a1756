import { afterEach, describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { AnthropicClient, type AnthropicClientOptions, type RequestOptions } from '../../lib/index.ts';
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
