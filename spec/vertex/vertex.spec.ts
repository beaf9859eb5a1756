import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, of, toArray } from 'rxjs';
import { AnthropicClient } from '../../lib/index.ts';
import { fakeFetch, messageEvents } from '../../lib/testing/index.ts';
import { vertex, type VertexOptions } from '../../lib/vertex/index.ts';
import { params } from '../support/params.ts';

const events = messageEvents('Hi');
const start = (options: Partial<VertexOptions> = {}) => {
  const fetch = fakeFetch(events);
  const given = { region: 'global', project: 'my-project', authToken: () => of('token'), fetch };
  return { fetch, client: new AnthropicClient(vertex({ ...given, ...options })) };
};
const models = (region: string) => `/v1/projects/my-project/locations/${region}/publishers/anthropic/models`;

describe('vertex', () => {
  it.each([
    ['global', 'https://aiplatform.googleapis.com'],
    ['us', 'https://aiplatform.us.rep.googleapis.com'],
    ['eu', 'https://aiplatform.eu.rep.googleapis.com'],
    ['us-east5', 'https://us-east5-aiplatform.googleapis.com'],
  ])('sends to the host of the region %s', async (region, origin) => {
    const { client, fetch } = start({ region });
    expect(await lastValueFrom(client.messages.stream(params).pipe(toArray()))).toEqual(events);
    const [request] = fetch.requests;
    expect(request!.url).toBe(`${origin}${models(region)}/claude-sonnet-5:streamRawPredict`);
    expect(request!.headers.get('authorization')).toBe('Bearer token');
  });

  it('sends to a private endpoint', async () => {
    const { client, fetch } = start({ baseURL: 'https://private.example/v1' });
    await lastValueFrom(client.messages.create(params));
    expect(fetch.requests[0]!.url).toBe(`https://private.example${models('global')}/claude-sonnet-5:rawPredict`);
  });

  it('reports that a token is missing', async () => {
    const { client, fetch } = start({ authToken: () => Promise.resolve(null) });
    await expect(lastValueFrom(client.messages.stream(params))).rejects.toMatchObject({
      name: 'InvalidOptionsError',
      message: expect.stringContaining('vertex: authToken: the function returned null; pass a string'),
    });
    expect(fetch.requests).toEqual([]);
  });

  it('reports the errors of Google with their class', async () => {
    const body = [{ error: { code: 429, message: 'Quota exceeded', status: 'RESOURCE_EXHAUSTED' } }];
    const fetch = fakeFetch({ status: 429, body });
    const options = vertex({ region: 'global', project: 'my-project', authToken: 'token', fetch });
    const client = new AnthropicClient({ ...options, maxRetries: 0 });
    await expect(lastValueFrom(client.messages.stream(params))).rejects.toMatchObject({
      name: 'RateLimitError',
      type: 'rate_limit_error',
      apiMessage: 'Quota exceeded',
    });
  });
});
