import 'reflect-metadata';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { afterEach, describe, it } from 'node:test';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AnthropicClient, finalText, fromServerSentValues } from 'anthropic-rxjs';
import { relayedStream } from 'anthropic-rxjs/relay';
import {
  errorBody,
  messageEvents,
  type ReplayServer,
  type ReplayServerOptions,
  sseBody,
  startReplayServer,
} from 'anthropic-rxjs/testing';
import { lastValueFrom, toArray } from 'rxjs';
import { transpile } from 'typescript';
import { createApp } from '../src/create-app.ts';

let api: ReplayServer;
let app: NestExpressApplication;
let url: string;

async function start(options: ReplayServerOptions, apiKey: string | null = 'sk-of-the-server'): Promise<void> {
  api = await startReplayServer(options);
  const baseURL = apiKey === null ? 'https://api.anthropic.com' : api.url;
  app = await createApp(new AnthropicClient({ baseURL, apiKey, maxRetries: 0 }));
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
}

afterEach(async () => {
  app.getHttpServer().closeAllConnections();
  await app.close();
  await api.close();
});

/** What a browser does, with its headers. */
async function get(path: string): Promise<IncomingMessage> {
  const outgoing = request(`${url}${path}`, { headers: { 'accept-encoding': 'gzip, br' } }).end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return response;
}

/** A reply that stops after its second piece until it is let go on. */
function held() {
  const events = messageEvents('Hello there, world');
  let goOn: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (goOn = resolve));
  const body = (async function* () {
    yield sseBody(events.slice(0, 4));
    await gate;
    yield sseBody(events.slice(4));
  })();
  return { goOn: () => goOn(), reply: { body } };
}

describe('GET /chat', () => {
  it('gives the text as it comes, through compressing middleware', async () => {
    const { goOn, reply } = held();
    await start({ respond: () => reply });
    const response = await get('/chat?prompt=Hello');
    assert.equal(response.headers['content-encoding'], undefined);
    let seen = '';
    for await (const chunk of response.setEncoding('utf8')) {
      seen += String(chunk);
      // The API waits for the first pieces: without them nothing more would come.
      if (seen.includes('there')) goOn();
    }
    assert.deepEqual(dataOf(seen), [
      ['text', { type: 'text', text: 'Hello' }],
      ['text', { type: 'text', text: ' there,' }],
      ['text', { type: 'text', text: ' world' }],
      ['done', { type: 'done' }],
    ]);
  });

  it('aborts the call of the API when the browser leaves', async () => {
    const { reply } = held();
    await start({ respond: () => reply });
    const response = await get('/chat?prompt=Hello');
    let seen = '';
    for await (const chunk of response.setEncoding('utf8')) {
      seen += String(chunk);
      // Leaving the loop closes the connection.
      if (seen.includes('there')) break;
    }
    assert.equal(await api.requests[0]!.closed, 'aborted');
  });

  it('is read by a page that uses this library', async () => {
    await start({ respond: () => messageEvents('Hello there') });
    const { body } = await fetch(`${url}/chat?prompt=Hello`);
    const values = await lastValueFrom(fromServerSentValues(body).pipe(toArray()));
    assert.deepEqual(values, [
      { type: 'text', text: 'Hello' },
      { type: 'text', text: ' there' },
    ]);
  });

  it('sends the error of the API to the page and to the log, and ends', async (context) => {
    const log = context.mock.method(console, 'error', () => undefined);
    await start({ respond: () => ({ status: 529, body: errorBody('overloaded_error', 'Overloaded') }) });
    const { body } = await fetch(`${url}/chat?prompt=Hello`);
    await assert.rejects(lastValueFrom(fromServerSentValues(body)), { name: 'OverloadedError' });
    assert.deepEqual(loggedBy(log), ['OverloadedError']);
  });

  it('logs that the key is missing, which the page does not learn', async (context) => {
    const log = context.mock.method(console, 'error', () => undefined);
    await start({}, null);
    const data = dataOf(await text(await get('/chat?prompt=Hello')));
    assert.deepEqual(data, [['error', { type: 'error', error: { type: 'api_error', message: 'The stream failed.' } }]]);
    const [error] = log.mock.calls.map(({ arguments: [, error] }) => error as Error);
    assert.match(String(error?.message), /ANTHROPIC_API_KEY/);
  });

  it('logs that the params are wrong, which the page does not learn', async (context) => {
    const log = context.mock.method(console, 'error', () => undefined);
    await start({});
    const data = dataOf(await text(await get('/chat')));
    assert.deepEqual(data, [['error', { type: 'error', error: { type: 'api_error', message: 'The stream failed.' } }]]);
    assert.deepEqual(loggedBy(log), ['InvalidParamsError']);
    assert.equal(api.requests.length, 0);
  });

  it('logs that a reply broke off, and tells the page', async (context) => {
    const log = context.mock.method(console, 'error', () => undefined);
    await start({ respond: () => messageEvents('Hello there').slice(0, 3) });
    const data = dataOf(await text(await get('/chat?prompt=Hello')));
    assert.deepEqual(
      data.map(([type]) => type),
      ['text', 'error'],
    );
    assert.match(JSON.stringify(data[1]), /"message":"The stream ended before/);
    assert.deepEqual(loggedBy(log), ['IncompleteStreamError']);
  });

  it('sends a ping after each 15 s of silence', async (context) => {
    context.mock.timers.enable({ apis: ['setInterval', 'Date'] });
    const { goOn, reply } = held();
    await start({ respond: () => reply });
    const response = await get('/chat?prompt=Hello');
    let seen = '';
    for await (const chunk of response.setEncoding('utf8')) {
      seen += String(chunk);
      const types = dataOf(seen).map(([type]) => type);
      if (types.join() === 'text,text' || types.join() === 'text,text,ping') context.mock.timers.tick(15_000);
      if (types.join() === 'text,text,ping,ping') goOn();
    }
    assert.deepEqual(
      dataOf(seen).map(([type]) => type),
      ['text', 'text', 'ping', 'ping', 'text', 'done'],
    );
  });

  it('sends the prompt with the key of the server', async () => {
    await start({ respond: () => messageEvents('Hi') });
    await text(await get('/chat?prompt=2%2B2'));
    const { body, headers } = api.requests[0]!;
    assert.deepEqual(body, {
      model: 'claude-sonnet-5',
      max_tokens: 1024,
      messages: [{ role: 'user', content: '2+2' }],
      stream: true,
    });
    assert.equal(headers.get('x-api-key'), 'sk-of-the-server');
  });
});

describe('a page that follows the guide', () => {
  const replies: Readonly<Record<string, ReplayServerOptions>> = {
    'is complete': { respond: () => messageEvents('Hello there') },
    'fails at the API': { respond: () => ({ status: 529, body: errorBody('overloaded_error', 'Overloaded') }) },
    'breaks off': { respond: () => messageEvents('Hello there').slice(0, 3) },
  };
  for (const [end, options] of Object.entries(replies)) {
    it(`does not connect again after a reply that ${end}`, async (context) => {
      context.mock.method(console, 'error', () => undefined);
      await start(options);
      await closed(openPage());
      assert.equal(api.requests.length, 1);
    });
  }

  it('does not connect again when the key is missing', async (context) => {
    context.mock.method(console, 'error', () => undefined);
    await start({}, null);
    const page = openPage();
    await closed(page);
    assert.match(page.printed.join(), /The stream failed/);
  });

  it('does not connect again when the connection breaks', async () => {
    await start({ respond: () => held().reply });
    const page = openPage();
    while (page.printed.length === 0) await new Promise(setImmediate);
    app.getHttpServer().closeAllConnections();
    await closed(page);
    assert.equal(page.printed.at(-1), 'The connection failed.');
    assert.equal(api.requests.length, 1);
  });
});

describe('POST /api/anthropic', () => {
  it('serves a client that has no key', async () => {
    await start({ respond: () => messageEvents('Hello there') });
    const page = new AnthropicClient({ baseURL: `${url}/api/anthropic`, apiKey: null });
    const reply$ = page.messages.stream({
      model: 'claude-sonnet-5',
      max_tokens: 64,
      messages: [{ role: 'user', content: 'Hello' }],
    });
    assert.equal(await lastValueFrom(reply$.pipe(finalText())), 'Hello there');
  });
});

describe('the relay', () => {
  it('gives a second reader the reply, after a first that left', async () => {
    const { goOn, reply } = held();
    await start({ respond: () => reply });
    const id = crypto.randomUUID();
    const params = {
      model: 'claude-sonnet-5',
      max_tokens: 64,
      messages: [{ role: 'user', content: 'Hello' }],
      stream: true,
    };
    const headers = { 'content-type': 'application/json', 'idempotency-key': id };
    const first = await fetch(`${url}/api/replies`, { method: 'POST', headers, body: JSON.stringify(params) });
    assert.equal(first.headers.get('location'), `/api/replies/${id}`);
    await first.body?.cancel();
    goOn();
    const reader$ = relayedStream(`${url}/api/replies/${id}`);
    assert.equal(await lastValueFrom(reader$.pipe(finalText())), 'Hello there, world');
  });
});

describe('GET /', () => {
  it('is compressed, which the streams are not', async () => {
    await start({});
    const response = await get('/');
    assert.match(String(response.headers['content-encoding']), /gzip|br/);
    response.resume();
  });
});

/** Runs the code of the guide's page in this process, and shows what it prints. */
function openPage(): { readonly events: EventSource; readonly printed: string[] } {
  const guide = readFileSync(fileURLToPath(new URL('docs/server.md', packageOf('anthropic-rxjs'))), 'utf8');
  const code = /```ts\n(const events = new EventSource[^]*?)```/.exec(guide)?.[1] ?? 'The guide has no such page.';
  const printed: string[] = [];
  const log = (line: unknown) => printed.push(typeof line === 'string' ? line : JSON.stringify(line));
  class Source extends EventSource {
    constructor(path: string) {
      super(url + path);
    }
  }
  const run = new Function('EventSource', 'console', `${transpile(code)}; return events;`) as unknown; // text of the guide
  const events = (run as (source: typeof Source, out: { log: typeof log }) => EventSource)(Source, { log });
  return { events, printed };
}

const packageOf = (name: string) => new URL('.', import.meta.resolve(`${name}/package.json`));

/** An EventSource that is closed never connects again. */
async function closed({ events }: { readonly events: EventSource }): Promise<void> {
  let connections = 0;
  events.addEventListener('open', () => connections++);
  while (events.readyState !== EventSource.CLOSED) {
    await new Promise(setImmediate);
    assert.ok(connections < 2, 'The page connects again.');
  }
}

/** The names of the errors in a log. */
function loggedBy(log: { mock: { calls: { arguments: unknown[] }[] } }): string[] {
  return log.mock.calls.map(({ arguments: [, error] }) => (error as Error).name);
}

/** The events of a stream: its types and data. */
function dataOf(stream: string): [string, unknown][] {
  return [...stream.matchAll(/^event: (.+)\n(?:id: .+\n)?data: (.+)$/gm)].map(([, type = '', data = '']) => [
    type,
    JSON.parse(data),
  ]);
}
