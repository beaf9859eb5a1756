import { once } from 'node:events';
import { Agent, type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import { connect as connectHTTP2, createServer as createHTTP2Server } from 'node:http2';
import { type AddressInfo, connect } from 'node:net';
import { constants, createGzip } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { lastValueFrom, take, tap, toArray } from 'rxjs';
import { AnthropicClient, finalText, textDeltas } from '../../lib/index.ts';
import { proxyHandler, toNodeHandler } from '../../lib/relay/index.ts';
import {
  messageEvents,
  type ReplayServer,
  type SeenRequest,
  sseBody,
  startReplayServer,
} from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';
import { allow, key, type Proxy, startProxy } from './proxy.ts';
import { serve, type Served } from './serve.ts';

const body = JSON.stringify({ ...params, stream: true });
const head = 'POST /api/v1/messages HTTP/1.1\r\nhost: page.example\r\ncontent-type: application/json\r\n';

/** An endless reply, as fast as it is read. */
function* endless() {
  const [start, block, delta] = messageEvents('x'.repeat(1_000));
  yield sseBody([start!, block!]);
  for (;;) yield sseBody([delta!]);
}

async function* endlessly() {
  for (const text of endless()) yield await Promise.resolve(text);
}

/** More than all sockets and buffers between the API and a browser can hold, in bytes. */
const enough = 64 * 1024 * 1024;

/** Resolves when the API has not written for many turns of the event loop, or far too much. */
async function stuck(seen: SeenRequest): Promise<void> {
  let written = -1;
  for (let quiet = 0; quiet < 500 && seen.bytesWritten < enough; quiet++) {
    if (seen.bytesWritten !== written) quiet = 0;
    written = seen.bytesWritten;
    await new Promise(setImmediate);
  }
}

describe('a proxy on node:http', () => {
  let api: ReplayServer;
  let proxy: Proxy;
  let started: Served[];
  beforeEach(async () => {
    started = [];
    api = await startReplayServer({
      respond: ({ headers }) => (headers.has('x-none') ? undefined : { body: endlessly() }),
    });
    proxy = await startProxy(api.url);
  });
  afterEach(async () => {
    for (const server of [...started, proxy, api]) await server.close();
  });

  /** Serves a handler for the API in another way than `startProxy`. */
  async function startWith(
    listener: (handler: ReturnType<typeof toNodeHandler>) => Parameters<typeof serve>[0],
    baseURL: string,
  ) {
    const handler = toNodeHandler(
      proxyHandler({ client: new AnthropicClient({ baseURL, apiKey: key }), allow, authorize: 'everyone' }),
    );
    const served = await serve(listener(handler));
    started.push(served);
    return new AnthropicClient({ baseURL: served.url, apiKey: null, maxRetries: 0 });
  }

  it('aborts the request to the API when the browser disconnects in a stream', async () => {
    const text$ = proxy.browser.messages.stream(params).pipe(textDeltas(), take(1));
    expect(await lastValueFrom(text$)).toBe('x'.repeat(1_000));
    expect(await api.requests[0]!.closed).toBe('aborted');
    expect(proxy.log).toEqual([]);
  });

  it('aborts it too when the browser disconnects before the response', async () => {
    const silent = await startReplayServer({ respond: () => () => undefined });
    const late = await startProxy(silent.url);
    started.push(late, silent);
    const subscription = late.browser.messages.stream(params).subscribe();
    const seen = await silent.nextRequest();
    subscription.unsubscribe();
    expect(await seen.closed).toBe('aborted');
    expect(late.log).toEqual([]);
  });

  it('makes the API wait when the browser does not read', async () => {
    const { port } = new URL(proxy.url);
    const socket = connect(Number(port), '127.0.0.1').pause();
    socket.write(`${head}content-length: ${body.length}\r\n\r\n${body}`);
    const seen = await api.nextRequest();
    await stuck(seen);
    // At most the capacity of the sockets and buffers in between.
    expect(seen.bytesWritten).toBeLessThan(enough);
    expect(seen.state).toBe('open');
    socket.destroy();
    expect(await seen.closed).toBe('aborted');
  });

  it('continues when a slow browser starts to read again', async () => {
    const text = 'y'.repeat(300_000);
    const events = Array.from({ length: 100 }, (_, index) => ({
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'text_delta', text: `${index}${text}` },
    }));
    const [start, block] = messageEvents('x');
    const long = sseBody([start!, block!, ...events, ...messageEvents('x').slice(3)]);
    const full = await startReplayServer({ recording: long });
    const slow = await startProxy(full.url);
    started.push(slow, full);
    const incoming = await new Promise<IncomingMessage>((resolve) => {
      httpRequest(
        `${slow.url}/v1/messages`,
        { method: 'POST', headers: { 'content-type': 'application/json' } },
        resolve,
      ).end(body);
    });
    await (
      await full.nextRequest()
    ).stalled;
    let read = '';
    for await (const chunk of incoming.setEncoding('utf8')) read += String(chunk);
    expect(read.length).toBe(long.length);
    expect(read === long).toBe(true);
  });

  it('survives a browser that disconnects while it sends', async () => {
    const log: unknown[] = [];
    const client = new AnthropicClient({ baseURL: api.url, apiKey: key });
    const handler = proxyHandler({
      client,
      allow,
      authorize: 'everyone',
      logger: { error: (...line) => void log.push(line) },
    });
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const answers: Promise<Response>[] = [];
    const listener = toNodeHandler((request) => {
      const answer = handler(request);
      answers.push(answer);
      begin();
      return answer;
    });
    const served = await serve(listener);
    started.push(served);
    const socket = connect(Number(new URL(served.url).port), '127.0.0.1');
    socket.write(`${head}content-length: ${body.length}\r\n\r\n${body.slice(0, 10)}`);
    await begun;
    socket.destroy();
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([499]);
    expect(log).toEqual([]);
  });

  it.each<[string, (text: string) => unknown]>([
    ['a value', (text) => JSON.parse(text) as unknown],
    ['text', (text) => text],
    ['bytes', (text) => Buffer.from(text)],
  ])('answers when middleware has read the body as %s', async (_, read) => {
    const short = await startReplayServer({ respond: () => messageEvents('Hello there') });
    started.push(short);
    const browser = await startWith(
      (handler) => (request, response) => {
        let text = '';
        request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        request.on('end', () => handler(Object.assign(request, { body: read(text) }), response));
      },
      short.url,
    );
    expect(await lastValueFrom(browser.messages.stream(params).pipe(finalText()))).toBe('Hello there');
  });

  it('sends each event immediately through middleware that compresses and flushes', async () => {
    let goOn: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    const events = messageEvents('Hello there');
    const gated = await startReplayServer({
      respond: () => ({
        body: (async function* () {
          yield sseBody(events.slice(0, 3));
          await gate;
          yield sseBody(events.slice(3));
        })(),
      }),
    });
    started.push(gated);
    const browser = await startWith(
      (handler) => (request, response) => handler(request, compressed(response)),
      gated.url,
    );
    let encoding: string | null = null;
    const fetched: typeof fetch = async (url, init) => {
      const response = await fetch(url, init);
      encoding = response.headers.get('content-encoding');
      return response;
    };
    const text$ = browser.messages.stream(params, { fetch: fetched }).pipe(textDeltas(), tap(goOn), toArray());
    expect(await lastValueFrom(text$)).toEqual(['Hello', ' there']);
    expect(encoding).toBe('gzip');
  });

  it('works on HTTP/2, and sees a browser disconnect there', async () => {
    const handler = proxyHandler({
      client: new AnthropicClient({ baseURL: api.url, apiKey: key }),
      allow,
      authorize: 'everyone',
    });
    const server = createHTTP2Server(toNodeHandler(handler)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const session = connectHTTP2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const stream = session.request({ ':method': 'POST', ':path': '/v1/messages', 'content-type': 'application/json' });
    stream.end(body);
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
    expect([headers[':status'], headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8']);
    const [chunk] = (await once(stream, 'data')) as [Buffer];
    expect(String(chunk)).toMatch(/^event: message_start\n/);
    stream.close();
    expect(await api.requests[0]!.closed).toBe('aborted');
    session.close();
    server.close();
    await once(server, 'close');
  });

  it('refuses a body that grows too large while it arrives, and stays usable', async () => {
    const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1');
    socket.write(`${head}transfer-encoding: chunked\r\n\r\n`);
    const chunk = `${(100_000).toString(16)}\r\n${' '.repeat(100_000)}\r\n`;
    for (let sent = 0; sent < 11; sent++) socket.write(chunk);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(String(answer)).toMatch(/^HTTP\/1.1 413 /);
    socket.destroy();
    const text$ = proxy.browser.messages.stream(params).pipe(textDeltas(), take(1));
    expect(await lastValueFrom(text$)).toHaveLength(1_000);
  });

  it('answers the next request of a connection whose last one was too large', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = async (body: string, headers: Record<string, string>) => {
      const url = `${proxy.url}/api/anthropic/v1/messages`;
      const asked = httpRequest(url, {
        agent,
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
      });
      asked.end(body);
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      response.resume();
      await once(response, 'end');
      return [response.statusCode, asked.reusedSocket];
    };
    expect(await ask(' '.repeat(2_000_000), { 'transfer-encoding': 'chunked' })).toEqual([413, false]);
    expect(await ask('{', {})).toEqual([400, true]);
    agent.destroy();
  });

  it.each([
    ['POST http://[bad/v1/messages', 400],
    ['OPTIONS *', 400],
    ['TRACE /v1/messages', 400],
    ['POST //', 404],
  ])('answers %s with %d', async (line, status) => {
    const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1');
    socket.write(`${line} HTTP/1.1\r\nhost: page.example\r\ncontent-length: 0\r\n\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(String(answer)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    socket.destroy();
  });

  it('reads no host from a path', async () => {
    const served = await serve(toNodeHandler((request) => Promise.resolve(new Response(request.url))));
    started.push(served);
    expect(await (await fetch(`${served.url}//evil.example/v1/messages`)).text()).toBe(
      'http://localhost//evil.example/v1/messages',
    );
  });

  it('passes repeated headers on', async () => {
    const served = await serve(
      toNodeHandler((request) => {
        const headers = new Headers({ 'x-got': request.headers.get('x-twice')! });
        headers.append('set-cookie', 'a=1');
        headers.append('set-cookie', 'b=2');
        return Promise.resolve(new Response(`${request.method} ${new URL(request.url).pathname}`, { headers }));
      }),
    );
    started.push(served);
    const incoming = httpRequest(`${served.url}/a/b?c`, { headers: { 'x-twice': ['1', '2'] } }).end();
    const [response] = (await once(incoming, 'response')) as [IncomingMessage];
    expect([response.headers['x-got'], response.headers['set-cookie']]).toEqual(['1, 2', ['a=1', 'b=2']]);
    let text = '';
    for await (const chunk of response) text += String(chunk);
    expect(text).toBe('GET /a/b');
  });

  it('closes the connection when a handler fails', async () => {
    const log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const served = await serve(toNodeHandler(() => Promise.reject(new Error('not ours'))));
    started.push(served);
    await expect(fetch(served.url)).rejects.toMatchObject({ name: 'TypeError' });
    expect(log).toHaveBeenCalledTimes(1);
    log.mockRestore();
  });
});

/** Compresses every response, like a careless middleware. */
function compressed(response: ServerResponse) {
  const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH });
  gzip.pipe(response);
  return {
    get destroyed() {
      return response.destroyed;
    },
    writeHead: (status: number, headers: Record<string, string | string[]>) =>
      response.writeHead(status, { ...headers, 'content-encoding': 'gzip' }),
    flushHeaders: () => response.flushHeaders(),
    write: (chunk: Uint8Array) => gzip.write(chunk),
    end: () => gzip.end(),
    destroy: () => response.destroy(),
    once: (event: 'close' | 'drain', listener: () => void) =>
      (event === 'drain' ? gzip : response).once(event, listener),
    off: (event: 'close' | 'drain', listener: () => void) => (event === 'drain' ? gzip : response).off(event, listener),
  };
}
