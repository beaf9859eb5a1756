import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { catchError, defer, lastValueFrom, of, throwError } from 'rxjs';
import { AnthropicClient, type AnthropicClientOptions, type Deadlines } from '../../lib/index.ts';
import { readSettings } from '../../lib/client/client-settings.ts';
import { resolveOptions } from '../../lib/client/resolve-options.ts';
import { fakeFetch, messageEvents } from '../../lib/testing/index.ts';
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
      'baseURL: must not contain a user name',
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
});
