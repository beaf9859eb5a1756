import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { catchError, defer, lastValueFrom, of, throwError } from 'rxjs';
import { AnthropicClient, type AnthropicClientOptions, type Deadlines } from '../../lib/index.ts';
import { readSettings } from '../../lib/client/client-settings.ts';
import { resolveOptions } from '../../lib/client/resolve-options.ts';
import { fakeFetch, messageEvents } from '../../lib/testing/index.ts';
import { keyLike } from '../support/key-like.ts';
import { params } from '../support/params.ts';

const names = [
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_AUTH_TOKEN',
  'ANTHROPIC_BASE_URL',
  'ANTHROPIC_CUSTOM_HEADERS',
  'ANTHROPIC_LOG',
];

/** The request that reaches `fetch` with these options, or the error that prevents it. */
async function sent(options: AnthropicClientOptions) {
  const fetch = fakeFetch(messageEvents('Hi'));
  const events$ = defer(() => new AnthropicClient({ fetch, ...options }).messages.stream(params));
  const error: unknown = await lastValueFrom(events$.pipe(catchError((error: unknown) => of(error))));
  const [request] = fetch.requests;
  if (!request) return error;
  return { url: request.url, key: request.headers.get('x-api-key'), token: request.headers.get('authorization') };
}

describe('the options of a client', () => {
  const before = { ...process.env };
  beforeEach(() => names.forEach((name) => Reflect.deleteProperty(process.env, name)));
  afterEach(() => {
    process.env = { ...before };
  });

  it('come from the environment by default, trimmed', async () => {
    Object.assign(process.env, { ANTHROPIC_API_KEY: ' from-env\n', ANTHROPIC_BASE_URL: 'https://proxy.example/v0/' });
    expect(await sent({})).toEqual({ url: 'https://proxy.example/v0/v1/messages', key: 'from-env', token: null });
  });

  it('use the token of the environment only without a key, and neither with an explicit one', async () => {
    process.env['ANTHROPIC_AUTH_TOKEN'] = 'env-token';
    expect(await sent({})).toMatchObject({ key: null, token: 'Bearer env-token' });
    process.env['ANTHROPIC_API_KEY'] = 'env-key';
    expect(await sent({})).toMatchObject({ key: 'env-key', token: null });
    expect(await sent({ authToken: 'mine' })).toMatchObject({ key: null, token: 'Bearer mine' });
    expect(await sent({ apiKey: 'mine' })).toMatchObject({ key: 'mine', token: null });
  });

  it('never send the key of the environment with an option of null', async () => {
    process.env['ANTHROPIC_API_KEY'] = 'env-key';
    const proxy = { apiKey: null, baseURL: 'https://proxy.example' };
    expect(await sent(proxy)).toEqual({ url: 'https://proxy.example/v1/messages', key: null, token: null });
  });

  it('send the key as a bearer token from API version 2026-10-21 on', async () => {
    expect(await sent({ apiKey: 'k', apiVersion: '2026-10-21' })).toMatchObject({ key: null, token: 'Bearer k' });
  });

  it('accept a function that returns a key for every attempt', async () => {
    expect(await sent({ apiKey: () => Promise.resolve('fresh') })).toMatchObject({ key: 'fresh' });
    expect(await sent({ apiKey: () => throwError(() => new Error('no vault')) })).toEqual(new Error('no vault'));
  });

  it.each<[string, AnthropicClientOptions, string]>([
    ['no key for the public API', {}, 'apiKey: is missing; set ANTHROPIC_API_KEY'],
    [
      'a key that no header can carry',
      { apiKey: 'söcret' },
      'apiKey: is a string with other characters; pass a string of visible ASCII',
    ],
    [
      'a key in clear text',
      { apiKey: 'k', baseURL: 'http://example.org' },
      'baseURL: would send x-api-key in clear text',
    ],
    ['another scheme', { apiKey: 'k', baseURL: 'ftp://example.org' }, 'baseURL: must be an http or https URL'],
    [
      'a password in the URL',
      { apiKey: 'k', baseURL: 'https://u:hidden@example.org' },
      'baseURL: must not hold a user name',
    ],
  ])('refuse %s before anything is sent', async (_, options, message) => {
    const error = (await sent(options)) as Error;
    expect(error).toMatchObject({ name: 'InvalidOptionsError', message: expect.stringContaining(message) });
    expect(error.message).not.toMatch(/söcret|hidden/);
  });

  it('allow plain http on this machine, and elsewhere with an option', async () => {
    expect(await sent({ apiKey: 'k', baseURL: 'http://localhost:9' })).toMatchObject({ key: 'k' });
    expect(await sent({ apiKey: 'k', baseURL: 'http://example.org', dangerouslyAllowHTTP: true })).toMatchObject({
      key: 'k',
    });
    expect(await sent({ apiKey: null, baseURL: 'http://example.org' })).toMatchObject({ key: null });
  });

  it('do without an environment that may not be read, as in Deno', async () => {
    const refuse = () => {
      throw new Error('NotCapable');
    };
    process.env = new Proxy({}, { get: refuse });
    expect(await sent({ apiKey: 'k' })).toMatchObject({ url: 'https://api.anthropic.com/v1/messages', key: 'k' });
    expect(await sent({})).toMatchObject({ message: expect.stringContaining('apiKey: is missing') });
  });

  it('take deadlines one by one: those of the call, then those of the client, then the defaults', () => {
    const undefinedSilence = { silence: undefined } as unknown as Deadlines; // JavaScript, and looser settings
    const call = { deadlines: { total: 1, ...undefinedSilence } };
    const client = readSettings({ apiKey: 'k', deadlines: { total: 2, contentGap: 3 } });
    expect(resolveOptions(client, 'messages.stream', call).deadlines).toEqual({
      firstContent: 0,
      silence: 300_000,
      contentGap: 3,
      total: 1,
    });
  });

  it('throw for both a key and a token', () => {
    expect(() => new AnthropicClient({ apiKey: 'k', authToken: 't' })).toThrow(
      'authToken: set either apiKey or authToken',
    );
  });
});

describe('a client in a page', () => {
  beforeEach(() => {
    Object.assign(globalThis, { window: {}, document: {} });
  });
  afterEach(() => {
    for (const name of ['window', 'document']) Reflect.deleteProperty(globalThis, name);
  });
  const danger = 'everyone who opens this page could read the key';

  it.each<[string, AnthropicClientOptions, string]>([
    ['a key', { apiKey: 'k' }, 'apiKey'],
    ['a key beside any other fetch', { apiKey: 'k', fetch: () => Promise.reject(new Error()) }, 'apiKey'],
    ['a token', { authToken: () => 't' }, 'authToken'],
    [
      'a secret default header',
      { apiKey: null, defaultHeaders: { Authorization: 'x' } },
      'defaultHeaders.authorization',
    ],
    ['a key under another name', { apiKey: null, defaultHeaders: { 'x-extra': keyLike } }, 'defaultHeaders.x-extra'],
  ])('throws for %s, unless that is allowed', (_, options, path) => {
    const client = { baseURL: '/api', ...options };
    expect(() => new AnthropicClient(client)).toThrow(`${path}: ${danger}`);
    expect(() => new AnthropicClient({ ...client, dangerouslyAllowBrowser: true })).not.toThrow();
  });

  it('needs no flag without a key, nor for headers against forged requests', () => {
    const headers = { 'x-csrf-token': 't', cookie: null, 'x-tab': '1' };
    expect(() => new AnthropicClient({ baseURL: '/api', defaultHeaders: headers })).not.toThrow();
  });

  it('names the proxy, not the environment, for a client without a key and a baseURL', async () => {
    const reply$ = new AnthropicClient({ apiKey: null }).messages.stream(params);
    await expect(lastValueFrom(reply$)).rejects.toThrow(
      'AnthropicClient: apiKey: is missing; keep it on a server, and point baseURL to the proxy there',
    );
  });

  it('accepts a key beside fakeFetch, which sends nothing, until a call brings another fetch', async () => {
    const client = new AnthropicClient({ apiKey: 'k', fetch: fakeFetch(messageEvents('Hi')) });
    await lastValueFrom(client.messages.stream(params));
    const other = { fetch: () => Promise.reject(new Error('sent')) };
    await expect(lastValueFrom(client.messages.stream(params, other))).rejects.toThrow(danger);
  });
});
