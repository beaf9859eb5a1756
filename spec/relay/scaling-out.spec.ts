import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { AnthropicClient, finalText } from '../../lib/index.ts';
import { proxyHandler } from '../../lib/relay/index.ts';
import { errorBody, messageEvents, type ReplayServer, startReplayServer } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';
import { allow, key } from './proxy.ts';

let api: ReplayServer;
beforeAll(async () => {
  const overloaded = {
    status: 529,
    headers: { 'retry-after-ms': '1' },
    body: JSON.stringify(errorBody('overloaded_error', 'Busy')),
  };
  api = await startReplayServer({
    respond: () => (api.requests.length === 1 ? overloaded : messageEvents('From the other one')),
  });
});
afterAll(() => api.close());

it('a client retries at another instance, which shares no state with the first', async () => {
  const answered: string[] = [];
  const instances = ['first', 'second'].map((name) => {
    const handler = proxyHandler({
      client: new AnthropicClient({ baseURL: api.url, apiKey: key }),
      allow,
      authorize: 'everyone',
    });
    return (request: Request) => {
      answered.push(name);
      return handler(request);
    };
  });
  const balancer: typeof fetch = (url, init) => instances[answered.length % 2]!(new Request(url, init));
  const page = new AnthropicClient({ baseURL: 'https://page.example/api', apiKey: null, fetch: balancer });
  expect(await lastValueFrom(page.messages.stream(params).pipe(finalText()))).toBe('From the other one');
  expect(answered).toEqual(['first', 'second']);
});
