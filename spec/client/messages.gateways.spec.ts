import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { AnthropicClient, finalText } from '../../lib/index.ts';
import { messageEvents, type ReplayServer, startReplayServer } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';

const textOf = (client: AnthropicClient) => lastValueFrom(client.messages.stream(params).pipe(finalText()));

describe('a client behind a gateway', () => {
  let api: ReplayServer;
  beforeAll(async () => {
    api = await startReplayServer({ respond: () => messageEvents('Hello there') });
  });
  afterAll(() => api.close());

  it('works without a key where a proxy of its own origin adds it', async () => {
    const proxy = createServer((request, response) => {
      const headers = { ...request.headers, 'x-api-key': 'of-the-server' } as unknown as Record<string, string>;
      const body = Readable.toWeb(request) as unknown as BodyInit;
      const path = request.url!.replace('/api/anthropic', '');
      const init = { method: 'POST', headers, body, duplex: 'half' };
      void fetch(`${api.url}${path}`, init).then((upstream) => {
        response.writeHead(upstream.status, { 'content-type': upstream.headers.get('content-type')! });
        Readable.fromWeb(upstream.body as NodeReadableStream).pipe(response);
      });
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const { port } = proxy.address() as { port: number };
    api.requests.length = 0;
    const client = new AnthropicClient({ baseURL: `http://127.0.0.1:${port}/api/anthropic`, apiKey: null });
    expect(await textOf(client)).toBe('Hello there');
    expect(api.requests[0]!.headers.get('x-api-key')).toBe('of-the-server');
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });

  it('works with a fetch that sends requests elsewhere', async () => {
    const through: string[] = [];
    const viaProxy: typeof fetch = (input, init) => {
      const { href } = new URL(input as string); // the client passes a string
      through.push(href);
      return fetch(href.replace('https://api.anthropic.com', api.url), init);
    };
    expect(await textOf(new AnthropicClient({ apiKey: 'key', fetch: viaProxy }))).toBe('Hello there');
    expect(through).toEqual(['https://api.anthropic.com/v1/messages']);
  });

  it('sends a bearer token that is renewed when it is refused', async () => {
    const strict = await startReplayServer({
      respond: ({ headers }) =>
        headers.get('authorization') === 'Bearer new'
          ? messageEvents('Hello there')
          : { status: 401, headers: {}, body: '{}' },
    });
    const authToken = ({ forceRefresh }: { forceRefresh: boolean }) => Promise.resolve(forceRefresh ? 'new' : 'old');
    expect(await textOf(new AnthropicClient({ baseURL: strict.url, authToken }))).toBe('Hello there');
    expect(strict.requests.map(({ headers }) => [headers.get('authorization'), headers.get('x-api-key')])).toEqual([
      ['Bearer old', null],
      ['Bearer new', null],
    ]);
    await strict.close();
  });

  it('signs the body of every attempt', async () => {
    const signature = (date: string, body: string) => createHash('sha256').update(`secret${date}${body}`).digest('hex');
    let failures = 1;
    const signed = await startReplayServer({
      respond: ({ headers, body }) => {
        const expected = signature(headers.get('x-date')!, JSON.stringify(body));
        if (headers.get('authorization') !== `Signed ${expected}`) return { status: 403, headers: {}, body: '{}' };
        return failures-- > 0 ? { status: 503, headers: {}, body: '{}' } : messageEvents('Hello there');
      },
    });
    let attempts = 0;
    const signingFetch: typeof fetch = (input, init) => {
      const headers = new Headers(init?.headers);
      const date = `attempt ${++attempts}`;
      headers.set('x-date', date);
      headers.set('authorization', `Signed ${signature(date, init?.body as string)}`);
      return fetch(input, { ...init, headers });
    };
    const client = new AnthropicClient({
      baseURL: signed.url,
      apiKey: null,
      fetch: signingFetch,
      delay: () => 0,
    });
    expect(await textOf(client)).toBe('Hello there');
    expect(signed.requests.map(({ headers }) => headers.get('x-date'))).toEqual(['attempt 1', 'attempt 2']);
    await signed.close();
  });
});
