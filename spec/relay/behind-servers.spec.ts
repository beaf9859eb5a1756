import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { messageEvents, type ReplayServer, startReplayServer } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';
import { type Proxy, startProxy } from './proxy.ts';
import { serve, type Served } from './serve.ts';

let api: ReplayServer;
let proxy: Proxy;
/** Like the proxy of `ng serve` or Vite with `changeOrigin`: it sends its target as `Host`. */
let devServer: Served;
/** Like a load balancer that speaks TLS to the page: it keeps `Host`. */
let terminator: Served;

beforeAll(async () => {
  api = await startReplayServer({ respond: () => messageEvents('Hello there') });
  proxy = await startProxy(api.url);
  devServer = await forwarding((headers) => ({ ...headers, host: new URL(proxy.url).host }));
  terminator = await forwarding((headers) => ({ ...headers, 'x-forwarded-proto': 'https' }));
});
afterAll(async () => {
  for (const server of [devServer, terminator, proxy, api]) await server.close();
});

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** A server that forwards each request to the proxy, with these headers. */
function forwarding(headersOf: (headers: Headers) => Headers): Promise<Served> {
  return serve((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const upstream = request(`${proxy.url}${url ?? ''}`, { method, headers: headersOf(headers) }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(upstream);
  });
}

/** Sends what a browser sends, with its headers; `fetch` may not set all of them. */
async function statusOf(url: string, headers: Record<string, string>): Promise<number | undefined> {
  const options = { method: 'POST', headers: { 'content-type': 'application/json', ...headers } };
  const outgoing = request(`${url}/v1/messages`, options).end(JSON.stringify(params));
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}

const site = (value: string, origin: string) => ({ 'sec-fetch-site': value, origin });
const evil = 'https://evil.example';

describe('the proxy behind a development server', () => {
  it.each([
    ['a page of the development server', 200, () => site('same-origin', devServer.url)],
    ['a page of another site', 403, () => site('cross-site', evil)],
    ['a page of another site in an older browser', 403, () => ({ origin: evil })],
    ['a page of another port of this machine', 403, () => site('same-site', 'http://localhost:1')],
  ])('answers %s with %i', async (_, status, headers) => {
    expect(await statusOf(devServer.url, headers())).toBe(status);
  });
});

describe('the proxy behind a TLS terminator', () => {
  const own = { host: 'page.example', origin: 'https://page.example' };

  it.each([
    ['its own page', 200, { ...own, 'sec-fetch-site': 'same-origin' }],
    ['its own page in an older browser', 200, own],
    ['a page of another site', 403, { ...own, ...site('cross-site', evil) }],
    ['a page of another site in an older browser', 403, { ...own, origin: evil }],
    ['a page of another host of the same site', 403, { ...own, ...site('same-site', 'https://blog.page.example') }],
    ['a page that forges forwarded headers', 403, { ...own, origin: evil, 'x-forwarded-host': 'evil.example' }],
  ])('answers %s with %i', async (_, status, headers) => {
    expect(await statusOf(terminator.url, headers)).toBe(status);
  });
});
