import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AnthropicClient } from '../../lib/index.ts';
import { proxyHandler, type ProxyOptions } from '../../lib/relay/index.ts';
import { messageEvents, type ReplayServer, startReplayServer } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';
import { allow, key, startProxy } from './proxy.ts';

let api: ReplayServer;
beforeAll(async () => {
  api = await startReplayServer({ respond: () => messageEvents('Hello there') });
});
beforeEach(() => void api.requests.splice(0));
afterAll(() => api.close());

function ask(url: string, headers: Record<string, string>, options: Partial<ProxyOptions> = {}) {
  const client = new AnthropicClient({ baseURL: api.url, apiKey: key });
  const handler = proxyHandler({ client, allow, authorize: 'everyone', ...options });
  const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers } };
  return handler(new Request(`${url}/v1/messages`, { ...init, body: JSON.stringify(params) }));
}

const dev = 'http://localhost:4200';

/** The address of the proxy, headers of the request, `origins`. */
const admitted: [string, string, Record<string, string>, string[]?][] = [
  ['curl, which sends neither header', 'https://page.example', {}],
  [
    'a page of the same origin',
    'https://page.example',
    { 'sec-fetch-site': 'same-origin', origin: 'https://page.example' },
  ],
  ['an address that a user typed', 'https://page.example', { 'sec-fetch-site': 'none' }],
  ['an older browser', 'https://page.example', { origin: 'https://page.example' }],
  ['a page behind a TLS terminator', 'http://page.example', { origin: 'https://page.example' }],
  ['Node behind a TLS terminator', 'http://localhost', { origin: 'https://page.example', host: 'page.example' }],
  ['a host with its default port', 'http://localhost', { origin: 'https://page.example', host: 'page.example:443' }],
  ['a host with a port', 'http://localhost', { origin: 'http://page.example:8080', host: 'page.example:8080' }],
  [
    'ng serve, which rewrites Host',
    'http://localhost',
    { 'sec-fetch-site': 'same-origin', origin: dev, host: 'localhost:3000' },
  ],
  ['ng serve and an older browser', 'http://localhost', { origin: dev, host: 'localhost:3000' }, [dev]],
  [
    'a listed page of another site',
    'https://api.example',
    { 'sec-fetch-site': 'cross-site', origin: 'https://page.example' },
    ['https://page.example'],
  ],
  [
    'a listed page of the same site',
    'https://api.page.example',
    { 'sec-fetch-site': 'same-site', origin: 'https://page.example' },
    ['https://page.example'],
  ],
];
const refused: typeof admitted = [
  ['another site', 'https://page.example', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
  ['another site that hides its origin', 'https://page.example', { 'sec-fetch-site': 'cross-site' }],
  [
    'another site that claims our origin',
    'https://page.example',
    { 'sec-fetch-site': 'cross-site', origin: 'https://page.example' },
  ],
  [
    'another host of the same site',
    'https://page.example',
    { 'sec-fetch-site': 'same-site', origin: 'https://blog.page.example' },
  ],
  [
    'an unknown relation',
    'https://page.example',
    { 'sec-fetch-site': 'same-origin, cross-site', origin: 'https://evil.example' },
  ],
  ['an older browser on another site', 'https://page.example', { origin: 'https://evil.example' }],
  ['another port', 'http://localhost', { origin: dev, host: 'localhost:3000' }],
  ['a sandboxed frame', 'https://page.example', { origin: 'null' }],
  [
    'a forged X-Forwarded-Host',
    'https://page.example',
    { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
  ],
  ['a host that ends alike', 'https://page.example', { origin: 'https://evilpage.example' }],
  [
    'a page that is not the listed one',
    'https://api.example',
    { origin: 'https://page.example.evil.example' },
    ['https://page.example'],
  ],
];

describe('pages of other origins', () => {
  it.each(admitted)('admits %s', async (...[, url, headers, origins = []]) => {
    expect((await ask(url, headers, { origins })).status).toBe(200);
    expect(api.requests).toHaveLength(1);
  });

  it.each(refused)('refuses %s', async (...[, url, headers, origins = []]) => {
    const response = await ask(url, headers, { origins });
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({
      type: 'error',
      error: {
        type: 'permission_error',
        message:
          'origin: pages of other sites are not allowed here. Add the origin of the page to origins of the proxy.',
      },
    });
    expect(api.requests).toEqual([]);
  });

  it('calls authorize for every client except pages of another site', async () => {
    const asked: (string | null)[] = [];
    const authorize = ({ headers }: Request) => {
      asked.push(headers.get('x-client'));
      return false;
    };
    await ask('https://page.example', { 'x-client': 'evil', 'sec-fetch-site': 'cross-site' }, { authorize });
    await ask('https://page.example', { 'x-client': 'curl' }, { authorize });
    expect(asked).toEqual(['curl']);
  });

  it('recognizes its own host on node:http', async () => {
    const proxy = await startProxy(api.url);
    const statuses = [proxy.url, 'http://evil.example'].map(async (origin) => {
      const headers = { 'content-type': 'application/json', origin };
      return (await fetch(`${proxy.url}/v1/messages`, { method: 'POST', headers, body: JSON.stringify(params) }))
        .status;
    });
    expect(await Promise.all(statuses)).toEqual([200, 403]);
    await proxy.close();
  });
});

describe('the options', () => {
  const client = new AnthropicClient({ apiKey: key });
  const everyone = "pass a function that decides about each request, or 'everyone' to admit all of them";
  const someOrigins = "an array of origins, such as ['https://app.example.com'], without a path";
  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'options must be an object, such as { client }'],
    ['no authorize', { client, allow }, `authorize: is missing; ${everyone}`],
    ['authorize that is true', { client, allow, authorize: true }, `authorize: is true; ${everyone}`],
    ['authorize that is misspelt', { client, allow, authorize: 'everybody' }, `authorize: is a string; ${everyone}`],
    [
      'no allow',
      { client, authorize: 'everyone' },
      'allow: is missing; pass what a browser may request, such as { models, maxTokens }',
    ],
    ['no client', { allow, authorize: 'everyone' }, 'client: is missing; pass an AnthropicClient, which has the key'],
    [
      'a lone origin',
      { client, allow, authorize: 'everyone', origins: dev },
      `origins: is a string; pass ${someOrigins}`,
    ],
    ['a URL', { client, allow, authorize: 'everyone', origins: [`${dev}/`] }, `origins: must be ${someOrigins}`],
    ['any origin', { client, allow, authorize: 'everyone', origins: ['*'] }, `origins: must be ${someOrigins}`],
    [
      'a sandboxed frame',
      { client, allow, authorize: 'everyone', origins: ['null'] },
      `origins: must be ${someOrigins}`,
    ],
    [
      'a logger that cannot',
      { client, allow, authorize: 'everyone', logger: {} },
      'logger: must be an object with the method error, such as console',
    ],
  ])('are checked: %s', (_, options, message) => {
    expect(() => proxyHandler(options as ProxyOptions)).toThrow(
      expect.objectContaining({ name: 'InvalidOptionsError', message: `proxyHandler: ${message}` }),
    );
  });
});
