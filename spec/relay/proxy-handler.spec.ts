import { afterEach, describe, expect, it } from '@jest/globals';
import { firstValueFrom, lastValueFrom, materialize, tap, throwError, toArray } from 'rxjs';
import { AnthropicClient, finalText, InvalidOptionsError, InvalidParamsError, textDeltas } from '../../lib/index.ts';
import {
  errorBody,
  messageEvents,
  type ReplayServer,
  type ReplayServerOptions,
  sseBody,
  startReplayServer,
} from '../../lib/testing/index.ts';
import { proxyHandler, type ProxyOptions } from '../../lib/relay/index.ts';
import { params } from '../support/params.ts';
import { allow, key, type Proxy, startProxy } from './proxy.ts';

let api: ReplayServer;
let proxy: Proxy;

async function start(
  options: ReplayServerOptions,
  ...proxyOptions: Parameters<typeof startProxy> extends [string, ...infer Rest] ? Rest : never
) {
  api = await startReplayServer(options);
  proxy = await startProxy(api.url, ...proxyOptions);
}

afterEach(async () => {
  await proxy.close();
  await api.close();
});

/** A request that a page without our client could send. */
const post = (body: unknown, headers: Record<string, string> = {}, path = '/api/anthropic/v1/messages') =>
  fetch(`${proxy.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

const wire = sseBody(messageEvents('Hello there, world'));

describe('a proxied stream', () => {
  it('passes the text of the API to the browser', async () => {
    await start({ recording: wire });
    const text = await lastValueFrom(proxy.browser.messages.stream(params).pipe(finalText()));
    expect(text).toBe('Hello there, world');
    expect(proxy.log).toEqual([]);
  });

  it('is passed on byte for byte, also without events and UTF-8', async () => {
    const odd = new Uint8Array([...new TextEncoder().encode(`: note\r\nretry: 5\r\n\r\n${wire}`), 0xff, 0x0a]);
    await start({ recording: odd, chunking: { random: 3 } });
    const response = await post({ ...params, stream: true });
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(odd);
  });

  it('has headers against buffering, and of the API only the request id', async () => {
    await start({ recording: wire });
    const response = await post({ ...params, stream: true });
    await response.arrayBuffer();
    const { date: _, connection: __, 'keep-alive': ___, ...headers } = Object.fromEntries(response.headers);
    expect(headers).toEqual({
      'cache-control': 'no-cache, no-transform',
      'content-type': 'text/event-stream; charset=utf-8',
      'request-id': api.requests[0]!.requestId,
      'transfer-encoding': 'chunked',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
  });

  it('arrives piece by piece while the API is still writing', async () => {
    const [first, rest] = [
      sseBody(messageEvents('Hello there').slice(0, 3)),
      sseBody(messageEvents('Hello there').slice(3)),
    ];
    let goOn: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    async function* body() {
      yield first;
      await gate;
      yield rest;
    }
    await start({ respond: () => ({ body: body() }) });
    // The API waits for the first piece: without it the second would never follow.
    const text$ = proxy.browser.messages.stream(params).pipe(textDeltas(), tap(goOn), toArray());
    expect(await lastValueFrom(text$)).toEqual(['Hello', ' there']);
  });

  it('sends the request and the key of the server to the API, without headers of the browser', async () => {
    await start({ recording: wire });
    await (
      await post(
        { ...params, stream: true, system: 'Be brief', temperature: 0.5 },
        {
          authorization: 'Bearer of-the-browser',
          cookie: 'session=1',
          'x-api-key': 'of-the-browser',
          'x-other': '1',
          'anthropic-version': '1999-01-01',
        },
      )
    ).arrayBuffer();
    const { headers, body, url } = api.requests[0]!;
    expect(url).toBe('/v1/messages');
    expect(body).toEqual({ ...params, stream: true, system: 'Be brief', temperature: 0.5 });
    const { host: _, 'content-length': __, ...sent } = Object.fromEntries(headers);
    expect(sent).toEqual({
      accept: 'application/json, text/event-stream',
      'accept-encoding': 'gzip, deflate',
      'accept-language': '*',
      'anthropic-version': '2023-06-01',
      connection: 'keep-alive',
      'content-type': 'application/json',
      'sec-fetch-mode': 'cors',
      'user-agent': expect.stringMatching(/^anthropic-rxjs\//),
      'x-api-key': key,
    });
  });

  it('is sent once, also when the client of the server would retry', async () => {
    await start(
      { respond: () => ({ status: 529, body: errorBody('overloaded_error', 'Overloaded') }) },
      {},
      { maxRetries: 5 },
    );
    await expect(lastValueFrom(proxy.browser.messages.stream(params))).rejects.toMatchObject({
      name: 'OverloadedError',
    });
    expect(api.requests).toHaveLength(1);
  });
});

describe('a handler without a server', () => {
  const ask = (signal?: AbortSignal) => {
    const client = new AnthropicClient({ baseURL: api.url, apiKey: key });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, ...(signal && { signal }) };
    const body = JSON.stringify({ ...params, stream: true });
    return proxyHandler({ client, allow, authorize: 'everyone' })(
      new Request('https://page.example/v1/messages', { ...init, body }),
    );
  };
  const beginning = sseBody(messageEvents('Hello there').slice(0, 4));
  const stalling: ReplayServerOptions = {
    respond: () => (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(beginning);
    },
  };

  it('aborts the request when the body is cancelled', async () => {
    await start(stalling);
    const reader = (await ask()).body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe(beginning);
    await reader.cancel();
    expect(await api.requests[0]!.closed).toBe('aborted');
  });

  it('aborts the request when the signal of the browser is aborted', async () => {
    await start(stalling);
    const left = new AbortController();
    const reader = (await ask(left.signal)).body!.getReader();
    await reader.read();
    left.abort();
    expect(await reader.read()).toEqual({ done: true, value: undefined });
    expect(await api.requests[0]!.closed).toBe('aborted');
  });

  it('reads from the API only on demand', async () => {
    await start({});
    let pulled = 0;
    const body = new ReadableStream<Uint8Array>(
      { pull: (controller) => (pulled < 50 ? controller.enqueue(new Uint8Array([++pulled])) : controller.close()) },
      { highWaterMark: 0 },
    );
    const reply = new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    const client = new AnthropicClient({ apiKey: key, fetch: () => Promise.resolve(reply) });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const sent = JSON.stringify({ ...params, stream: true });
    const handler = proxyHandler({ client, allow, authorize: 'everyone' });
    const response = await handler(new Request('https://page.example/v1/messages', { ...init, body: sent }));
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect(pulled).toBe(0);
    const reader = response.body!.getReader();
    expect((await reader.read()).value).toEqual(new Uint8Array([1]));
    expect((await reader.read()).value).toEqual(new Uint8Array([2]));
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect(pulled).toBe(2);
    await reader.cancel();
  });
});

describe('other calls', () => {
  it('return a complete message for a request without stream', async () => {
    await start({ recording: wire });
    const message = await firstValueFrom(proxy.browser.messages.create(params));
    expect(message.content).toEqual([{ type: 'text', text: 'Hello there, world' }]);
  });

  it('count tokens when the policy allows it', async () => {
    await start({}, { allow: { ...allow, countTokens: true } });
    const { max_tokens: _, ...counted } = params;
    const count = await firstValueFrom(proxy.browser.messages.countTokens(counted));
    expect(count).toEqual({ input_tokens: expect.any(Number) });
    expect(api.requests[0]!).toMatchObject({ path: '/v1/messages/count_tokens', body: counted });
  });

  it.each([
    [
      'POST',
      '/v1/messages/count_tokens',
      404,
      'not_found_error',
      'path: is not served here. Set allow.countTokens of the proxy.',
    ],
    ['POST', '/v1/models', 404, 'not_found_error', 'path: is not served here. It must end with /v1/messages.'],
    [
      'POST',
      '/v1/messages/batches',
      404,
      'not_found_error',
      'path: is not served here. It must end with /v1/messages.',
    ],
    ['GET', '/v1/messages', 405, 'invalid_request_error', 'method: must be POST.'],
    ['OPTIONS', '/v1/messages', 405, 'invalid_request_error', 'method: must be POST.'],
  ])('refuses %s %s', async (method, path, status, type, message) => {
    await start({});
    const response = await fetch(`${proxy.url}/api${path}`, { method });
    expect(response.status).toBe(status);
    expect(response.headers.get('allow')).toBe(status === 405 ? 'POST' : null);
    expect(await response.json()).toEqual({ type: 'error', error: { type, message } });
    expect(api.requests).toEqual([]);
  });
});

describe('errors', () => {
  it.each([
    [400, 'invalid_request_error', 'BadRequestError'],
    [401, 'authentication_error', 'AuthenticationError'],
    [413, 'request_too_large', 'ContentTooLargeError'],
    [429, 'rate_limit_error', 'RateLimitError'],
    [500, 'api_error', 'InternalServerError'],
    [529, 'overloaded_error', 'OverloadedError'],
  ])('of the API with status %i are passed on', async (status, type, name) => {
    const body = { ...errorBody(type, 'As the API says', 'req_1'), more: { is: 'kept' } };
    const headers = {
      'retry-after': '7',
      'x-should-retry': 'false',
      'anthropic-organization-id': 'org',
      'x-secret': '1',
    };
    await start({ respond: () => ({ status, headers, body }) });
    const error: unknown = await lastValueFrom(proxy.browser.messages.stream(params)).catch((error: unknown) => error);
    expect(error).toMatchObject({ name, status, error: body, requestId: api.requests[0]!.requestId, retryAfter: 7000 });
    const {
      date: _,
      connection: __,
      'keep-alive': ___,
      'transfer-encoding': ____,
      ...passed
    } = Object.fromEntries((error as { headers: Headers }).headers);
    expect(passed).toEqual({
      'cache-control': 'no-store',
      'content-type': 'application/json',
      'request-id': api.requests[0]!.requestId,
      'retry-after': '7',
      'x-content-type-options': 'nosniff',
      'x-should-retry': 'false',
    });
  });

  it('of a server in between keep the status and lose the text', async () => {
    await start({ respond: () => ({ status: 403, body: '<h1>gateway.internal says no</h1>' }) });
    const response = await post({ ...params, stream: true });
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({
      type: 'error',
      error: { type: 'api_error', message: 'A server between the proxy and the API refused the request.' },
    });
    expect(proxy.log).toEqual([['The proxy could not answer a request.', expect.objectContaining({ status: 403 })]]);
  });

  it('with an invalid status become an error with a valid one', async () => {
    await start({ respond: () => ({ status: 999, body: errorBody('odd_error', 'Odd') }) });
    expect((await post({ ...params, stream: true })).status).toBe(502);
  });

  it('report a response of invalid JSON to a request without stream', async () => {
    await start({ respond: () => ({ headers: { 'content-type': 'text/html' }, body: '<h1>Log in</h1>' }) });
    const response = await post(params);
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ error: { message: 'The API sent an unreadable response.' } });
    expect(proxy.log).toEqual([[expect.any(String), expect.objectContaining({ name: 'MalformedResponseError' })]]);
  });

  it.each([true, false])('arrive with their status when the API sends them with 200, stream: %s', async (stream) => {
    const body = errorBody('invalid_request_error', 'prompt is too long');
    await start({ respond: () => ({ headers: { 'content-type': 'application/json' }, body }) });
    const response = await post({ ...params, stream });
    expect([response.status, await response.json()]).toEqual([400, body]);
  });

  it('do not show JSON in place of an event stream', async () => {
    await start({ respond: () => ({ headers: { 'content-type': 'application/json' }, body: '{"host":"internal"}' }) });
    const response = await post({ ...params, stream: true });
    expect(response.status).toBe(502);
    expect(await response.json()).toEqual({
      type: 'error',
      error: { type: 'api_error', message: 'The API did not send an event stream.' },
    });
  });

  it('do not show a redirect', async () => {
    await start({ respond: () => ({ status: 307, headers: { location: 'https://login.internal/x' }, body: '' }) });
    const response = await post({ ...params, stream: true });
    expect(response.status).toBe(502);
    expect(await response.text()).not.toContain('internal');
  });

  it('do not show the address of an unreachable API', async () => {
    await start({});
    await api.close();
    const response = await post({ ...params, stream: true });
    expect(response.status).toBe(502);
    const said = await response.text();
    expect(JSON.parse(said)).toEqual({
      type: 'error',
      error: { type: 'api_error', message: 'The API could not be reached.' },
    });
    expect(said).not.toContain(new URL(api.url).port);
    expect(proxy.log).toEqual([[expect.any(String), expect.objectContaining({ name: 'APIConnectionError' })]]);
  });

  it('report that the API is late', async () => {
    await start({ respond: () => () => undefined }, {}, { timeout: 20 });
    const response = await post({ ...params, stream: true });
    expect(response.status).toBe(504);
    expect(await response.json()).toMatchObject({ error: { type: 'timeout_error' } });
  });

  it('of the server itself are reported only to its log, and not retried', async () => {
    await start({}, {}, { apiKey: () => Promise.reject(new Error('vault.internal is sealed')) });
    const response = await post({ ...params, stream: true });
    expect([response.status, response.headers.get('x-should-retry')]).toEqual([500, 'false']);
    expect(await response.json()).toEqual({
      type: 'error',
      error: { type: 'api_error', message: 'The proxy could not send the request. Its log contains the reason.' },
    });
    expect(proxy.log).toEqual([[expect.any(String), expect.objectContaining({ message: 'vault.internal is sealed' })]]);
  });

  it.each([
    'text/html; x=text/event-stream',
    'text/event-streams',
    'text/html, text/event-stream',
    'xtext/event-stream',
    '',
  ])('keep a body of the type "%s" from the browser', async (type) => {
    await start({ respond: () => ({ headers: { 'content-type': type }, body: '<script>alert(1)</script>' }) });
    const response = await post({ ...params, stream: true });
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ error: { message: 'The API did not send an event stream.' } });
  });

  it.each(['text/event-stream', 'Text/Event-Stream ; charset=utf-8', 'text/event-stream; x="text/html"'])(
    'pass on a stream of the type %s, without its parameters',
    async (type) => {
      await start({ respond: () => ({ headers: { 'content-type': type }, body: wire }) });
      const response = await post({ ...params, stream: true });
      expect([response.status, response.headers.get('content-type')]).toEqual([
        200,
        'text/event-stream; charset=utf-8',
      ]);
      expect(await response.text()).toBe(wire);
    },
  );

  it.each([
    ['application/json', 200],
    ['Application/JSON; charset=utf-8', 200],
    [' application/json ', 200],
    ['text/plain; x=application/json', 415],
    ['application/json-seq', 415],
    ['text/plain, application/json', 415],
    ['multipart/form-data; boundary=application/json', 415],
  ])('of a request of the type "%s" have the status %i', async (type, status) => {
    await start({ recording: wire });
    expect((await post(params, { 'content-type': type })).status).toBe(status);
  });

  it.each([
    [
      new InvalidParamsError([{ path: 'top_k', message: 'must not be below 0' }]),
      400,
      'top_k: must not be below 0.',
      0,
    ],
    [
      new InvalidParamsError(
        Array.from({ length: 500 }, () => ({ path: 'a'.repeat(1_000), message: 'b'.repeat(1_000) })),
      ),
      400,
      expect.stringMatching(/^(a{150}: b{300}; ){9}a{150}: b{300}\.$/),
      0,
    ],
    [
      new InvalidOptionsError('AnthropicClient', [{ path: 'timeout', message: 'is wrong' }]),
      500,
      'The proxy could not send the request. Its log contains the reason.',
      1,
    ],
  ])('of the client are of the request or of the server: %p', async (error, status, message, lines) => {
    await start({});
    const log: unknown[] = [];
    const failing = { beta: { messages: { connect: () => throwError(() => error) } } } as unknown as AnthropicClient;
    const handler = proxyHandler({
      client: failing,
      allow,
      authorize: 'everyone',
      logger: { error: (...line) => void log.push(line) },
    });
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify({ ...params, stream: true }) };
    const response = await handler(new Request('https://page.example/v1/messages', init));
    expect([response.status, log.length]).toEqual([status, lines]);
    expect(await response.json()).toMatchObject({ error: { message } });
  });

  it('keep a page in place of an event stream from the browser', async () => {
    await start({ respond: () => ({ headers: { 'content-type': 'text/html' }, body: '<script>alert(1)</script>' }) });
    const response = await post({ ...params, stream: true });
    expect([response.status, response.headers.get('content-type')]).toEqual([502, 'application/json']);
    expect(await response.text()).not.toContain('script');
    expect(await api.requests[0]!.closed).toBeDefined();
  });

  it('break the response off where the API breaks off', async () => {
    let cut: () => void = () => undefined;
    await start({
      respond: () => (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(sseBody(messageEvents('Hello there').slice(0, 4)));
        cut = () => response.destroy();
      },
    });
    const text$ = proxy.browser.messages.stream(params).pipe(
      textDeltas(),
      tap(() => cut()),
      materialize(),
      toArray(),
    );
    expect(await lastValueFrom(text$)).toMatchObject([
      { kind: 'N', value: 'Hello' },
      { kind: 'N', value: ' there' },
      { kind: 'E', error: { name: 'APIConnectionError' } },
    ]);
    expect(proxy.log[0]).toEqual([
      'A stream broke off before its end.',
      expect.objectContaining({ name: 'APIConnectionError' }),
    ]);
  });
});

describe('the client of a proxy', () => {
  it.each([undefined, {}, new AnthropicClient({ apiKey: 'key' }).messages])('is not %o', (client) => {
    const options = { client: client as unknown as AnthropicClient, allow, authorize: 'everyone' as const };
    expect(() => proxyHandler(options)).toThrow(
      /^proxyHandler: client: is .*; pass an AnthropicClient, which has the key$/,
    );
  });
});

describe('a misspelt option of a handler', () => {
  const client = new AnthropicClient({ apiKey: 'key' });

  it.each<[string, object, string]>([
    [
      'the proxy',
      { client, allow, authorize: 'everyone', origin: [] },
      'origin: is not an option; did you mean origins?',
    ],
    [
      'the policy',
      { client, allow: { ...allow, tool: [] }, authorize: 'everyone' },
      'allow.tool: is not an option; did you mean allow.tools?',
    ],
  ])('of %s is refused', (_, options, message) => {
    expect(() => proxyHandler(options as ProxyOptions)).toThrow(`proxyHandler: ${message}`);
  });
});
