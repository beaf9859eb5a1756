import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { publicAPI, readSettings } from '../../lib/client/client-settings.ts';
import { AnthropicClient, type AnthropicClientOptions, type Logger } from '../../lib/index.ts';
import { fakeFetch, messageEvents } from '../../lib/testing/index.ts';
import { keyLike } from '../support/key-like.ts';
import { params } from '../support/params.ts';

const before = process.env;
beforeEach(() => {
  process.env = {};
});
afterEach(() => {
  process.env = before;
});

function credentials(options: AnthropicClientOptions) {
  const { apiKey, authToken } = readSettings(options);
  return [apiKey, authToken];
}

describe('the credentials of a client', () => {
  it('are null without options and environment', () => {
    expect(credentials({})).toEqual([null, null]);
  });

  it('come from the environment by default, trimmed', () => {
    process.env['ANTHROPIC_API_KEY'] = ' from-env\n';
    expect(credentials({})).toEqual(['from-env', null]);
  });

  it('use the token of the environment only without a key, and neither with an explicit one', () => {
    process.env['ANTHROPIC_AUTH_TOKEN'] = 'env-token';
    expect(credentials({})).toEqual([null, 'env-token']);
    expect(credentials({ apiKey: null })).toEqual([null, 'env-token']);
    process.env['ANTHROPIC_API_KEY'] = 'env-key';
    expect(credentials({})).toEqual(['env-key', null]);
    expect(credentials({ authToken: 'mine' })).toEqual([null, 'mine']);
    expect(credentials({ apiKey: 'mine' })).toEqual(['mine', null]);
  });

  it('are never those of the environment with options of null', () => {
    Object.assign(process.env, { ANTHROPIC_API_KEY: 'env-key', ANTHROPIC_AUTH_TOKEN: 'env-token' });
    expect(credentials({ apiKey: null, authToken: null })).toEqual([null, null]);
    expect(credentials({ authToken: null })).toEqual(['env-key', null]);
  });

  it('are one of key and token', () => {
    expect(() => readSettings({ apiKey: 'k', authToken: 't' })).toThrow(
      'AnthropicClient: authToken: set either apiKey or authToken, not both',
    );
  });
});

describe('the address of a client', () => {
  it('is the option, else that of the environment, else the public API', () => {
    expect(readSettings({}).baseURL).toBe(publicAPI);
    process.env['ANTHROPIC_BASE_URL'] = ' https://env.example ';
    expect(readSettings({}).baseURL).toBe('https://env.example');
    expect(readSettings({ baseURL: ' ' }).baseURL).toBe('https://env.example');
    expect(readSettings({ baseURL: ' https://mine.example ' }).baseURL).toBe('https://mine.example');
    expect(readSettings({ baseURL: '/api' }).baseURL).toBe('/api');
  });

  it('is refused under the name of its source', () => {
    expect(() => readSettings({ baseURL: 'ftp://x' })).toThrow('baseURL: must be an http or https URL');
    process.env['ANTHROPIC_BASE_URL'] = 'ftp://x';
    expect(() => readSettings({})).toThrow('ANTHROPIC_BASE_URL: must be an http or https URL');
  });
});

describe('the default headers of a client', () => {
  it('are those of the environment, which those in code replace', () => {
    process.env['ANTHROPIC_CUSTOM_HEADERS'] = 'X-A: env\nX-B: env';
    const { defaultHeaders } = readSettings({ defaultHeaders: { 'x-b': 'code', 'x-c': null } });
    expect(Object.fromEntries(defaultHeaders)).toEqual({ 'x-a': 'env', 'x-b': 'code', 'x-c': null });
  });

  it('report what HTTP cannot send, with the source', () => {
    process.env['ANTHROPIC_CUSTOM_HEADERS'] = 'X A: 1';
    const { headerIssues } = readSettings({ defaultHeaders: { 'x-b': 'a\nb' } });
    expect(headerIssues.map(({ path }) => path)).toEqual(['ANTHROPIC_CUSTOM_HEADERS[0]', 'defaultHeaders.x-b']);
  });
});

describe('the log level of a client', () => {
  function logged(options: AnthropicClientOptions): string[] {
    const lines: string[] = [];
    const line = (message: string) => void lines.push(message);
    const logger: Logger = { error: line, warn: line, info: line, debug: line };
    readSettings({ ...options, logger }).warnOnce('a warning');
    return lines;
  }

  it('is warn by default', () => {
    expect(logged({})).toEqual(['a warning']);
    expect(logged({ logLevel: 'error' })).toEqual([]);
  });

  it('comes from the environment, unless an option sets it', () => {
    process.env['ANTHROPIC_LOG'] = 'error';
    expect(logged({})).toEqual([]);
    expect(logged({ logLevel: 'info' })).toEqual(['a warning']);
    process.env['ANTHROPIC_LOG'] = 'loud';
    const ignored = 'ANTHROPIC_LOG is ignored: it must be one of off, error, warn, info, debug';
    expect(logged({})).toEqual([ignored, 'a warning']);
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

  it('names the proxy, not the environment, for a client without a key and a baseURL', async () => {
    const reply$ = new AnthropicClient({ apiKey: null }).messages.stream(params);
    await expect(lastValueFrom(reply$)).rejects.toThrow(
      'AnthropicClient: apiKey: is missing; keep it on a server, and point baseURL to the proxy there',
    );
  });

  it('needs no flag without a key, nor for headers against forged requests', () => {
    const headers = { 'x-csrf-token': 't', cookie: null, 'x-tab': '1' };
    expect(() => new AnthropicClient({ baseURL: '/api', defaultHeaders: headers })).not.toThrow();
  });

  it('accepts a key beside fakeFetch, which sends nothing, until a call brings another fetch', async () => {
    const client = new AnthropicClient({ apiKey: 'k', fetch: fakeFetch(messageEvents('Hi')) });
    await lastValueFrom(client.messages.stream(params));
    const other = { fetch: () => Promise.reject(new Error('sent')) };
    await expect(lastValueFrom(client.messages.stream(params, other))).rejects.toThrow(danger);
  });
});
