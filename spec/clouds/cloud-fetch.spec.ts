import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, NEVER, toArray } from 'rxjs';
import { bearerHeaders, type CloudCredential } from '../../lib/clouds/ask-credential.ts';
import { cloudFetch } from '../../lib/clouds/cloud-fetch.ts';
import { AnthropicClient } from '../../lib/index.ts';
import { errorBody, fakeFetch, type FakeReply, messageEvents } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';
import { settle } from '../support/settle.ts';

const baseURL = 'https://cloud.example';
const reply = messageEvents('Hi');
const rejected = (status: number): FakeReply => ({ status, body: errorBody('some_error', 'No') });

function start(replies: readonly FakeReply[], token: CloudCredential<string>) {
  const sent = fakeFetch(replies);
  const fetch = cloudFetch({
    owner: 'cloud',
    baseURL,
    fetch: sent,
    renewable: typeof token === 'function',
    convert: (request) => request,
    authorize: (request, query) => bearerHeaders('cloud', request, token, query),
  });
  const client = new AnthropicClient({ baseURL, apiKey: null, authToken: null, fetch, delay: () => 0 });
  const tokens = () => sent.requests.map(({ headers }) => headers.get('authorization'));
  return { client, sent, tokens };
}
const outcome = ({ client }: ReturnType<typeof start>) =>
  lastValueFrom(client.messages.stream(params).pipe(toArray())).catch((error: unknown) => (error as Error).name);

describe('cloudFetch', () => {
  it('requests the credential per attempt', async () => {
    let count = 0;
    const cloud = start([rejected(529), rejected(529), reply], () => `token-${++count}`);
    expect(await outcome(cloud)).toEqual(reply);
    expect(cloud.tokens()).toEqual(['Bearer token-1', 'Bearer token-2', 'Bearer token-3']);
  });

  it.each([401, 403])('requests it once more after a %i, immediately', async (status) => {
    const cloud = start([rejected(status), reply], ({ forceRefresh }) => (forceRefresh ? 'fresh' : 'stale'));
    expect(await outcome(cloud)).toEqual(reply);
    expect(cloud.tokens()).toEqual(['Bearer stale', 'Bearer fresh']);
  });

  it('reports the second rejection', async () => {
    const cloud = start([rejected(403), rejected(403)], () => 'stale');
    expect([await outcome(cloud), cloud.sent.requests.length]).toEqual(['PermissionDeniedError', 2]);
  });

  it('sends a credential that is a value only once', async () => {
    const cloud = start([rejected(403)], 'stale');
    expect([await outcome(cloud), cloud.sent.requests.length]).toEqual(['PermissionDeniedError', 1]);
  });

  it('frees the connection of the rejected response', async () => {
    let cancelled = 0;
    const body = new ReadableStream({
      cancel: () => {
        cancelled++;
      },
    });
    const cloud = start([new Response(body, { status: 401 }), reply], () => 'token');
    expect([await outcome(cloud), cancelled]).toEqual([reply, 1]);
  });

  it('does not retry when the credential fails', async () => {
    let asked = 0;
    const cloud = start([reply], () => {
      asked++;
      throw new Error('no session');
    });
    expect([await outcome(cloud), asked, cloud.sent.requests]).toEqual(['InvalidOptionsError', 1, []]);
  });

  it('sends nothing after unsubscribing while the credential is pending', async () => {
    let resolve: (token: string) => void = () => undefined;
    for (const token of [() => NEVER, () => new Promise<string>((done) => (resolve = done))]) {
      const cloud = start([reply], token);
      const subscription = cloud.client.messages.stream(params).subscribe();
      await settle();
      subscription.unsubscribe();
      resolve('late');
      await settle();
      expect(cloud.sent.requests).toEqual([]);
    }
  });

  it('sends no key of the API to the cloud', async () => {
    process.env['ANTHROPIC_CUSTOM_HEADERS'] = 'x-api-key: key-of-the-API';
    const cloud = start([reply], 'token');
    Reflect.deleteProperty(process.env, 'ANTHROPIC_CUSTOM_HEADERS');
    await outcome(cloud);
    expect(cloud.sent.requests[0]!.headers.get('x-api-key')).toBeNull();
    expect(cloud.tokens()).toEqual(['Bearer token']);
  });
});
