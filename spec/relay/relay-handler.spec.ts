import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { firstValueFrom, lastValueFrom, NEVER, of, throwError, toArray, VirtualTimeScheduler } from 'rxjs';
import { AnthropicClient, finalText } from '../../lib/index.ts';
import { createRelay, memoryLog, relayHandler, toNodeHandler } from '../../lib/relay/index.ts';
import { errorBody } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';
import { reply } from '../support/events.ts';
import { allow, key } from './proxy.ts';
import { HandWrittenReply, type RelayServer, startRelayServer } from './relay-server.ts';
import { serve } from './serve.ts';

const { S, B, a, b, E, D, X } = reply;
const id = 'reply-of-this-very-test-1';

let api: HandWrittenReply;
let server: RelayServer;
beforeEach(async () => {
  api = new HandWrittenReply();
  server = await startRelayServer(api.fetch, {
    authorize: (request) => request.headers.get('x-user') ?? false,
  });
});
afterEach(() => server.close());

const ada = { 'x-user': 'Ada' };
const post = (headers: Record<string, string> = {}, body: object = { ...params, stream: true }) =>
  fetch(server.replies, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': id, ...ada, ...headers },
    body: JSON.stringify(body),
  });
const get = (headers: Record<string, string> = {}, path = id) =>
  fetch(`${server.replies}/${path}`, { headers: { ...ada, ...headers } });

/** Reads so many frames, and disconnects. */
async function frames(response: Response, count: number): Promise<string[]> {
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  let text = '';
  while (text.split('\n\n').length <= count) {
    const { done, value } = await reader.read();
    if (done) break;
    text += decoder.decode(value);
  }
  await reader.cancel();
  return text.split('\n\n').filter((frame) => frame !== '');
}
const frame = (id: string, event: { type: string }) =>
  `id: ${id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}`;
const end = (text: string) => `id: end\nevent: relay_end\ndata: ${text}`;

describe('POST', () => {
  it('starts a reply, and responds with its events and its address', async () => {
    const response = await post();
    expect([response.status, response.headers.get('location'), response.headers.get('content-type')]).toEqual([
      201,
      `/api/replies/${id}`,
      'text/event-stream',
    ]);
    api.send(S, B, a, b, E, D, X);
    api.end();
    const text = await response.text();
    expect(text.split('\n\n')).toEqual([
      'retry: 1000',
      frame('1-1', S),
      frame('1-2', B),
      frame('1-3', a),
      frame('1-4', b),
      frame('1-5', E),
      frame('1-6', D),
      frame('1-7', X),
      end('{"type":"relay_end","end":"complete"}'),
      '',
    ]);
  });

  it('can be read by any client of the API', async () => {
    const page = new AnthropicClient({ baseURL: server.url, apiKey: null, defaultHeaders: ada });
    const text = lastValueFrom(page.messages.stream(params).pipe(finalText()));
    while (api.requests.length === 0) await new Promise(setImmediate);
    api.send(S, B, a, b, E, D, X);
    api.end();
    expect(await text).toBe('ab');
  });

  it('joins the reply of the same id instead of sending a second request', async () => {
    const first = await post();
    api.send(S, B, a);
    await frames(first, 4);
    const second = await post();
    expect(second.status).toBe(200);
    api.send(b, E, D, X);
    api.end();
    expect(await frames(second, 9)).toContain(frame('1-7', X));
    expect(api.requests).toHaveLength(1);
  });

  it.each([
    [{ ...params, stream: true, model: 'claude-opus-5' }, 403, 'model'],
    [{ ...params, stream: true, mcp_servers: [] }, 403, 'mcp_servers'],
  ])('refuses what the policy of the proxy refuses', async (body, status, name) => {
    const response = await post({}, body);
    expect([response.status, await response.text()]).toEqual([status, expect.stringContaining(name)]);
    expect(api.requests).toEqual([]);
  });

  it('refuses an id that can be guessed', async () => {
    const response = await post({ 'idempotency-key': '1' });
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('idempotency-key')]);
  });

  it('makes ids of 128 random bits', async () => {
    const locations = await Promise.all(
      [1, 2].map(async () => {
        const { headers } = await fetch(server.replies, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...ada },
          body: JSON.stringify(params),
        });
        return headers.get('location');
      }),
    );
    expect(locations[0]).toMatch(/^\/api\/replies\/[0-9a-f]{32}$/);
    expect(locations[0]).not.toBe(locations[1]);
  });
});

describe('GET', () => {
  it('continues after the last event id', async () => {
    await frames(await post(), 1);
    api.send(S, B, a, b);
    expect(await frames(await get({ 'last-event-id': '1-3' }), 2)).toEqual(['retry: 1000', frame('1-4', b)]);
    expect(await frames(await get({}, `${id}?after=1-3`), 2)).toEqual(['retry: 1000', frame('1-4', b)]);
  });

  it('answers 204 to a reader that has the end', async () => {
    const response = await get({ 'last-event-id': 'end' });
    expect(response.status).toBe(204);
  });

  it.each(['never-started', '..%2f', 'x y'])('answers 404 for %s', async (path) => {
    expect((await get({}, path)).status).toBe(404);
  });

  it('answers 404 to another user, and 403 without a user', async () => {
    await frames(await post(), 1);
    expect((await get({ 'x-user': 'Eve' })).status).toBe(404);
    expect((await post({ 'x-user': 'Eve' })).status).toBe(404);
    expect((await fetch(`${server.replies}/${id}/stop`, { method: 'POST', headers: { 'x-user': 'Eve' } })).status).toBe(
      404,
    );
    expect((await fetch(`${server.replies}/${id}`)).status).toBe(403);
    expect(api.isClosed).toBe(false);
  });

  it('answers 403 to a user with an empty name', async () => {
    expect((await get({ 'x-user': '' })).status).toBe(403);
  });

  it('answers 400 to an invalid cursor', async () => {
    expect((await get({ 'last-event-id': 'x' })).status).toBe(400);
  });

  it('reports errors of the API in the last frame, which is not called error', async () => {
    const response = await post();
    const body = errorBody('overloaded_error', 'Busy');
    api.send(S, B, a, { ...body, type: 'error' } as never);
    const [last] = (await frames(response, 5)).slice(-1);
    expect(last).toMatch(/^id: end\nevent: relay_end\n/);
    expect(JSON.parse(last!.slice(last!.indexOf('data: ') + 6))).toMatchObject({
      end: 'error',
      error: { name: 'OverloadedError', body },
    });
  });

  it('does not show the address of the API', async () => {
    const response = await post();
    api.send(S, B, a);
    await frames(response, 4);
    api.end();
    const text = await (await get()).text();
    expect(text).toContain('IncompleteStreamError');
    expect(text).not.toContain('anthropic.com');
    expect(text).not.toContain(key);
  });
});

describe('stop and DELETE', () => {
  it('stop closes the request to the API and ends every reader', async () => {
    const first = await post();
    api.send(S, B, a);
    const second = await get();
    const stopped = await fetch(`${server.replies}/${id}/stop`, { method: 'POST', headers: ada });
    expect(stopped.status).toBe(204);
    expect((await first.text()).endsWith(`${end('{"type":"relay_end","end":"stopped"}')}\n\n`)).toBe(true);
    expect((await second.text()).endsWith(`${end('{"type":"relay_end","end":"stopped"}')}\n\n`)).toBe(true);
    expect(api.isClosed).toBe(true);
  });

  it('a disconnect stops nothing', async () => {
    await frames(await post(), 1);
    await frames(await get(), 1);
    api.send(S, B, a);
    expect(await frames(await get(), 4)).toContain(frame('1-3', a));
    expect(api.isClosed).toBe(false);
  });

  it('DELETE makes the reply unknown', async () => {
    await frames(await post(), 1);
    api.send(S, B, a);
    expect((await fetch(`${server.replies}/${id}`, { method: 'DELETE', headers: ada })).status).toBe(204);
    expect((await get()).status).toBe(404);
    expect((await post()).status).toBe(404);
    expect(api.isClosed).toBe(true);
  });

  it('other methods are refused', async () => {
    const response = await fetch(`${server.replies}/${id}`, { method: 'PUT', headers: ada });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST, DELETE']);
  });
});

describe('connections', () => {
  it('receive a ping with data each heartbeat, and end without relay_end after maxConnection', async () => {
    const quick = await startRelayServer(api.fetch, { heartbeat: 20, maxConnection: 90 });
    const response = await fetch(quick.replies, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(params),
    });
    const text = await response.text();
    expect(text).toContain('event: ping\ndata: {"type":"ping"}\n\n');
    expect(text).not.toContain('relay_end');
    expect(api.isClosed).toBe(false);
    await quick.close();
  });

  it('end after five minutes by default, with a ping each 15 s', async () => {
    const scheduler = new VirtualTimeScheduler();
    const relay = createRelay({ scheduler });
    await lastValueFrom(relay.start(id, NEVER, { user: true }));
    const client = new AnthropicClient({ apiKey: key, fetch: api.fetch });
    const handler = relayHandler(relay, { client, allow, authorize: 'everyone', scheduler });
    const response = await handler(new Request(`https://page.example/replies/${id}`));
    const text = response.text().then((body) => body.split('event: ping').length - 1);
    const passed = (ms: number) => {
      scheduler.maxFrames = ms;
      scheduler.flush();
      return new Promise((resolve) => setImmediate(() => resolve('open')));
    };
    expect(await Promise.race([text, passed(299_999)])).toBe('open');
    await passed(300_000);
    expect(await text).toBe(20);
    await relay.close();
  });

  it.each([Infinity, 2 ** 31])('neither end nor get a ping within 24 days when both are %d', async (ms) => {
    const scheduler = new VirtualTimeScheduler();
    const relay = createRelay();
    await lastValueFrom(relay.start(id, NEVER, { user: true }));
    const client = new AnthropicClient({ apiKey: key, fetch: api.fetch });
    const options = { client, allow, authorize: 'everyone', scheduler, heartbeat: ms, maxConnection: ms } as const;
    const response = await relayHandler(relay, options)(new Request(`https://page.example/replies/${id}`));
    // A longer timer would fire immediately.
    expect(scheduler.actions.map(({ delay }) => delay)).toEqual([2 ** 31 - 1, 2 ** 31 - 1]);
    await response.body?.cancel();
    await relay.close();
  });
});

describe('a log that fails', () => {
  const client = new AnthropicClient({ apiKey: key, fetch: () => Promise.reject(new Error('not asked')) });
  const request = new Request(`https://page.example/replies/${id}`);

  it.each([
    ['cannot be reached', () => throwError(() => new Error('ECONNREFUSED'))],
    ['does not answer', () => NEVER],
  ])('is not an error of a GET when it %s: an EventSource would give up', async (_, fail) => {
    const log = { ...memoryLog(), read: fail, top: fail };
    const scheduler = new VirtualTimeScheduler();
    const relay = createRelay({ log, scheduler });
    const response$ = relayHandler(relay, { client, allow, authorize: 'everyone', scheduler })(request);
    scheduler.maxFrames = 5_000;
    scheduler.flush();
    const response = await response$;
    expect([response.status, await response.text()]).toEqual([200, 'retry: 1000\n\n']);
    await relay.close();
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('sessions.internal');
      },
    ],
    ['errors', () => throwError(() => new Error('sessions.internal'))],
  ])('is not an error of a GET when authorize %s, and the log has the reason', async (_, authorize) => {
    const lines: unknown[][] = [];
    const logger = { error: (...line: unknown[]) => void lines.push(line) };
    const relay = createRelay();
    const response = await relayHandler(relay, { client, allow, authorize, logger })(request);
    expect([response.status, await response.text()]).toEqual([200, 'retry: 1000\n\n']);
    expect(lines).toEqual([['A reader could not be served; it will attach again.', new Error('sessions.internal')]]);
  });

  it('answers 410 when it has lost the place', async () => {
    const log = memoryLog();
    const entries = [
      { cursor: '1-0', kind: 'open', value: '{"owner":"a","nonce":"n","context":{"user":true}}' },
      { cursor: '1-9', kind: 'events', value: JSON.stringify(a) },
      { cursor: '18446744073709551615-18446744073709551615', kind: 'end', value: '{"end":"complete"}' },
    ] as const;
    for (const [i, entry] of entries.entries()) {
      await firstValueFrom(log.append(id, entries[i - 1]?.cursor ?? '', entry));
    }
    const relay = createRelay({ log });
    const handler = relayHandler(relay, { client, allow, authorize: 'everyone' });
    const response = await handler(new Request(request, { headers: { 'last-event-id': '1-3' } }));
    expect(response.status).toBe(410);
    await relay.close();
  });

  it.each(['started', 'joined'])('answers 503 to a POST when it loses the reply that it has just %s', async (how) => {
    const log = memoryLog();
    const relay = createRelay({ log: { ...log, read: () => of([]) } });
    if (how === 'joined') await lastValueFrom(relay.start(id, NEVER).pipe(toArray()));
    const handler = relayHandler(relay, { client, allow, authorize: 'everyone' });
    const headers = { 'content-type': 'application/json', 'idempotency-key': id };
    const body = JSON.stringify(params);
    const response = await handler(new Request('https://page.example/replies', { method: 'POST', headers, body }));
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
    await relay.close();
  });

  it('answers 503 to a POST when it is full', async () => {
    const relay = createRelay({ log: memoryLog({ maxStreams: 1 }) });
    await lastValueFrom(relay.start('running', NEVER).pipe(toArray()));
    const handler = relayHandler(relay, { client, allow, authorize: 'everyone' });
    const response = await handler(
      new Request('https://page.example/replies', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(params),
      }),
    );
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    await relay.close();
  });

  it('lets readers of a closed relay connect again', async () => {
    const relay = createRelay();
    await relay.close();
    const lines: unknown[] = [];
    const logger = { error: (...line: unknown[]) => void lines.push(line) };
    const handler = relayHandler(relay, { client, allow, authorize: 'everyone', logger });
    expect(await (await handler(request)).text()).toBe('retry: 1000\n\n');
    expect(lines).toEqual([]);
  });

  it('keeps no params by default', async () => {
    const relay = createRelay();
    const handler = relayHandler(relay, { client, allow, authorize: 'everyone' });
    const headers = { 'content-type': 'application/json', 'idempotency-key': id };
    const body = JSON.stringify(params);
    await handler(new Request('https://page.example/replies', { method: 'POST', headers, body }));
    expect(await firstValueFrom(relay.context(id))).toEqual({ user: true });
    await relay.close();
  });
});

it('names no other server as the address of a reply', async () => {
  const relay = createRelay();
  const client = new AnthropicClient({ apiKey: key, fetch: api.fetch });
  const handler = relayHandler(relay, { client, allow, authorize: 'everyone' });
  const headers = { 'content-type': 'application/json', 'idempotency-key': id };
  const request = new Request('https://page.example//evil.example/r', {
    method: 'POST',
    headers,
    body: JSON.stringify(params),
  });
  expect((await handler(request)).headers.get('location')).toBe(`/evil.example/r/${id}`);
  await relay.close();
});

it('names the full address of a reply when a framework has removed the path of the mount', async () => {
  const relay = createRelay();
  const client = new AnthropicClient({ apiKey: key, fetch: api.fetch });
  const handler = toNodeHandler(relayHandler(relay, { client, allow, authorize: 'everyone' }));
  const served = await serve((request, response) => {
    handler(Object.assign(request, { originalUrl: request.url, url: '/' }), response);
  });
  const response = await fetch(`${served.url}/api/replies`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': id },
    body: JSON.stringify(params),
  });
  expect(response.headers.get('location')).toBe(`/api/replies/${id}`);
  await relay.close();
  await served.close();
});

it.each([
  [{ client: undefined as never }, 'client'],
  [{ allow: { ...allow, models: 'claude-sonnet-5' as never } }, 'allow.models'],
  [{ authorize: undefined as never }, 'authorize'],
  [{ origins: ['https://app.example.com/path'] }, 'origins'],
  [{ keepParams: 'yes' as never }, 'keepParams'],
  [{ heartbeat: 0 }, 'heartbeat'],
  [{ heartbeat: -1 }, 'heartbeat'],
  [{ maxConnection: -1 }, 'maxConnection'],
])('throws InvalidOptionsError for %j', (options, name) => {
  const client = new AnthropicClient({ apiKey: key });
  const given = { client, allow, authorize: 'everyone' as const, ...options };
  expect(() => relayHandler(createRelay(), given)).toThrow(`relayHandler: ${name}`);
});
