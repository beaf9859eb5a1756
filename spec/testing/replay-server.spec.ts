import { once } from 'node:events';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  errorBody,
  messageEvents,
  type ReplayServer,
  type ReplayServerOptions,
  sseBody,
  startReplayServer,
} from '../../lib/testing/index.ts';
import { readBody } from '../../lib/testing/incoming-body.ts';
import { eventsIn, hello, post } from './ask.ts';

const headers = { 'x-api-key': 'key', 'anthropic-version': '2023-06-01' };
const events = messageEvents('Hello there');

let server: ReplayServer;
async function start(options?: ReplayServerOptions): Promise<void> {
  await server.close();
  server = await startReplayServer(options);
}

beforeEach(async () => {
  server = await startReplayServer();
});
afterEach(() => server.close());

describe('a streamed reply', () => {
  it('has the headers of the API', async () => {
    const response = await post(server.url, { ...hello, stream: true });
    await response.text();
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'request-id': expect.stringMatching(/^req_01\w{22}$/),
      'anthropic-organization-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it.each(['requests', 'tokens', 'input-tokens', 'output-tokens'])('sends the rate limit of %s', async (name) => {
    const { headers } = await post(server.url, { ...hello, stream: true });
    const limit = (part: string) => headers.get(`anthropic-ratelimit-${name}-${part}`);
    expect(Number(limit('limit'))).toBeGreaterThan(0);
    expect(Number(limit('remaining'))).toBeLessThanOrEqual(Number(limit('limit')));
    expect(limit('reset')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  it('is a complete message with a ping in it', async () => {
    const reply = await (await post(server.url, { ...hello, stream: true })).text();
    expect(eventsIn(reply).map(({ type }) => type)).toEqual([
      'message_start',
      'content_block_start',
      'ping',
      ...Array.from({ length: 9 }, () => 'content_block_delta'),
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
  });
});

describe('a reply without stream', () => {
  it('is the same message as JSON', async () => {
    const response = await post(server.url, hello);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toStrictEqual({
      id: expect.stringMatching(/^msg_01\w{22}$/),
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-5',
      content: [{ type: 'text', text: 'Hello! How can I help you today?' }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: {
        input_tokens: 5,
        output_tokens: 9,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        service_tier: 'standard',
      },
    });
  });

  it('can be a recording', async () => {
    await start({ recording: sseBody(events) });
    expect(await (await post(server.url, hello)).json()).toMatchObject({ content: [{ text: 'Hello there' }] });
  });
});

it('has ids that depend on the seed and the number of the request', async () => {
  const ids = async (seed: number) => {
    await start({ seed });
    const first = (await (await post(server.url, hello)).json()) as { id: string };
    const second = await post(server.url, hello);
    return [first.id, ((await second.json()) as { id: string }).id, second.headers.get('request-id')];
  };
  const once = await ids(1);
  expect(await ids(1)).toEqual(once);
  expect(new Set([...once, ...(await ids(2))]).size).toBe(6);
});

describe('count_tokens', () => {
  const count = async (body: object) => {
    const response = await fetch(`${server.url}/v1/messages/count_tokens`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return [response.status, (await response.json()) as object];
  };

  it('counts, without max_tokens', async () => {
    expect(await count({ ...hello, max_tokens: undefined })).toEqual([200, { input_tokens: 5 }]);
    expect(await count({ ...hello, system: 'Be brief.' })).toEqual([200, { input_tokens: 8 }]);
  });

  it('counts images without their data', async () => {
    const image = (data: string) => ({ type: 'image', source: { type: 'base64', media_type: 'image/png', data } });
    const body = (data: string) => ({ ...hello, messages: [{ role: 'user', content: [image(data)] }] });
    expect(await count(body('A'.repeat(9000)))).toEqual(await count(body('A')));
  });

  it('reports the missing field', async () => {
    expect(await count({ model: 'm' })).toMatchObject([400, { error: { message: 'messages: Field required' } }]);
  });
});

describe('a wrong request', () => {
  const refused = async (response: Response) => {
    const body = (await response.json()) as ReturnType<typeof errorBody>;
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(Object.keys(body)).toEqual(['type', 'error', 'request_id']);
    expect(body.request_id).toBe(response.headers.get('request-id'));
    return [response.status, body.type, body.error.type, body.error.message];
  };

  it('without a key is a 401', async () => {
    const response = await post(server.url, hello, { headers: { 'anthropic-version': '2023-06-01' } });
    expect(await refused(response)).toEqual([401, 'error', 'authentication_error', 'x-api-key header is required']);
  });

  it('may send its key as a bearer token', async () => {
    const bearer = { authorization: 'Bearer key', 'anthropic-version': '2026-10-21' };
    expect((await post(server.url, hello, { headers: bearer })).status).toBe(200);
    expect((await post(server.url, hello, { headers: { ...bearer, authorization: 'Basic key' } })).status).toBe(401);
  });

  it('without a version is a 400', async () => {
    const response = await post(server.url, hello, { headers: { 'x-api-key': 'key' } });
    expect(await refused(response)).toEqual([
      400,
      'error',
      'invalid_request_error',
      'anthropic-version: header is required',
    ]);
  });

  const user = { role: 'user', content: 'Hi' };
  const call = { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'f', input: {} }] };
  const result = (id: string) => ({ role: 'user', content: [{ type: 'tool_result', tool_use_id: id }] });
  it.each<[string, unknown]>([
    ['The request body is not valid JSON', '{"model":'],
    ['Input should be an object', []],
    ['model: Field required', { max_tokens: 1 }],
    ['model: Input should be a valid string', { ...hello, model: 5 }],
    ['max_tokens: Field required', { model: 'm', messages: [user] }],
    ['max_tokens: Input should be a valid integer', { ...hello, max_tokens: 1.5 }],
    ['max_tokens: Input should be greater than or equal to 0', { ...hello, max_tokens: -1 }],
    ['messages: Field required', { model: 'm', max_tokens: 1 }],
    ['messages: Input should be a valid list', { ...hello, messages: 'Hi' }],
    ['messages: at least one message is required', { ...hello, messages: [] }],
    ['messages.1: Input should be an object', { ...hello, messages: [user, 'Hi'] }],
    ["messages.0.role: Input should be 'user', 'assistant' or 'system'", { ...hello, messages: [{ role: 'me' }] }],
    ['messages.0.content: Field required', { ...hello, messages: [{ role: 'user' }] }],
    [
      'messages.0.content: Input should be a valid string or list',
      { ...hello, messages: [{ role: 'user', content: 1 }] },
    ],
    [
      'messages.0.content.1.type: Field required',
      { ...hello, messages: [{ role: 'user', content: [{ type: 'x' }, {}] }] },
    ],
    ['stop_sequences: Input should be a valid list', { ...hello, stop_sequences: 'END' }],
    ['tools: Input should be a valid list', { ...hello, tools: {} }],
    [
      'messages.2.content.0: unexpected `tool_use_id` found in `tool_result` blocks: toolu_2. Each `tool_result` block must have a corresponding `tool_use` block in the previous message.',
      { ...hello, messages: [user, call, result('toolu_2')] },
    ],
    [
      'messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_1. Each `tool_use` block must have a corresponding `tool_result` block in the next message.',
      { ...hello, messages: [user, call, user] },
    ],
    [
      'messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_1. Each `tool_use` block must have a corresponding `tool_result` block in the next message.',
      { ...hello, messages: [user, call, user, { role: 'assistant', content: 'Well' }] },
    ],
    [
      'messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_1. Each `tool_use` block must have a corresponding `tool_result` block in the next message.',
      { ...hello, messages: [user, call, user, { role: 'system', content: 'Be brief.' }] },
    ],
    ['thinking.enabled.budget_tokens: Field required', { ...hello, thinking: { type: 'enabled' } }],
    [
      'thinking.enabled.budget_tokens: Input should be greater than or equal to 1024',
      { ...hello, thinking: { type: 'enabled', budget_tokens: 1000 } },
    ],
    [
      'max_tokens: must be greater than `thinking.budget_tokens`',
      { ...hello, thinking: { type: 'enabled', budget_tokens: 1024 } },
    ],
  ])('says: %s', async (message, body) => {
    expect(await refused(await post(server.url, body))).toEqual([400, 'error', 'invalid_request_error', message]);
  });

  it.each([
    ['a tool result after its call', { messages: [user, call, result('toolu_1')] }],
    ['one in a turn of two messages', { messages: [user, call, result('toolu_1'), user] }],
    ['one with an instruction between', { messages: [user, call, { role: 'system' }, result('toolu_1')] }],
    ['one whose call is in a thread', { messages: [result('toolu_1')], thread: { type: 'continue' } }],
    ['no tokens, which only warms the cache', { max_tokens: 0 }],
    ['a field it does not know', { brand_new: true }],
    ['temperature, with the older version', { temperature: 0.8 }],
  ])('does not include %s', async (_name, extra) => {
    expect((await post(server.url, { ...hello, ...extra })).status).toBe(200);
  });

  it('includes temperature with the newer version', async () => {
    const newer = { ...headers, 'anthropic-version': '2026-10-21' };
    const response = await post(server.url, { ...hello, temperature: 1 }, { headers: newer });
    expect((await refused(response))[3]).toBe('temperature: Extra inputs are not permitted');
  });

  it.each(['//', '*'])('to %s is a 404 too', async (path) => {
    const { port } = new URL(server.url);
    const asked = httpRequest({ port, path, method: 'POST', headers }).end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    expect([response.statusCode, server.requests[0]?.path]).toEqual([404, path]);
    response.resume();
  });

  it('to another path is a 404', async () => {
    const response = await fetch(`${server.url}/v1/complete`, { method: 'POST', headers });
    expect(await refused(response)).toEqual([404, 'error', 'not_found_error', 'Not found: /v1/complete']);
  });

  it('with another method is a 405', async () => {
    const response = await fetch(`${server.url}/v1/messages`, { headers });
    expect(response.headers.get('allow')).toBe('POST');
    expect(await refused(response)).toEqual([405, 'error', 'invalid_request_error', 'Method Not Allowed']);
  });

  it('over 32 MB is a 413, before its body arrives', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const asked = httpRequest(`${server.url}/v1/messages`, {
        method: 'POST',
        headers: { ...headers, 'content-length': 32 * 1024 * 1024 + 1 },
      });
      asked.on('error', reject).on('response', (response) => {
        resolve(response.statusCode);
        asked.on('error', () => undefined).destroy();
      });
      asked.flushHeaders();
    });
    expect(status).toBe(413);
  });

  it('over the limit, without a content-length, is a 413 while its body arrives', async () => {
    const body = (...parts: string[]) =>
      Object.assign(Readable.from(parts.map((part) => Buffer.from(part))), {
        headers: {},
      }) as unknown as IncomingMessage;
    expect(await readBody(body('12345', '67890'), 10)).toBe('1234567890');
    expect(await readBody(body('12345', '678901', '2'), 10)).toBeUndefined();
  });

  it('has x-should-retry: false', async () => {
    expect((await post(server.url, {})).headers.get('x-should-retry')).toBe('false');
  });
});

describe('recording', () => {
  it('of text or bytes is played for every request', async () => {
    await start({ recording: new TextEncoder().encode(sseBody(events)) });
    for (let i = 0; i < 2; i += 1) {
      expect(await (await post(server.url, { ...hello, stream: true })).text()).toBe(sseBody(events));
    }
  });

  it('of several is played in turn, until the last', async () => {
    await start({ recording: ['data: 1\n\n', 'data: 2\n\n'] });
    const ask = async () => (await post(server.url, { ...hello, stream: true })).text();
    expect([await ask(), await ask()]).toEqual(['data: 1\n\n', 'data: 2\n\n']);
    expect(JSON.parse(await ask())).toMatchObject({
      error: { type: 'api_error', message: 'The list of 2 recordings is used up; add one per request.' },
    });
  });

  it('is not used up by a wrong request', async () => {
    await start({ recording: ['data: 1\n\n'] });
    await post(server.url, {});
    expect(await (await post(server.url, { ...hello, stream: true })).text()).toBe('data: 1\n\n');
  });
});

describe('respond', () => {
  it('answers any request, or passes it to the server', async () => {
    await start({
      respond: ({ path, body }) => {
        if (path === '/health') return { body: { ok: true } };
        return body?.max_tokens === 1 ? events : undefined;
      },
    });
    expect(await (await fetch(`${server.url}/health?x`)).json()).toEqual({ ok: true });
    const reply = await (await post(server.url, { ...hello, max_tokens: 1, stream: true })).text();
    expect(eventsIn(reply)).toStrictEqual(events);
    expect((await post(server.url, hello)).status).toBe(200);
    expect((await post(server.url, {})).status).toBe(400);
  });

  it('replies with status, headers and body, with a request id', async () => {
    const body = errorBody('rate_limit_error', 'Slow down');
    await start({
      respond: async () => {
        await Promise.resolve();
        return { status: 429, headers: { 'retry-after': '1', 'request-id': 'req_mine' }, body };
      },
    });
    const response = await post(server.url, hello);
    expect([response.status, response.headers.get('retry-after'), response.headers.get('request-id')]).toEqual([
      429,
      '1',
      'req_mine',
    ]);
    expect(await response.json()).toEqual(body);
  });

  it('that fails is a 500 with the reason', async () => {
    await start({
      respond: () => {
        throw new RangeError('oops');
      },
    });
    const response = await post(server.url, hello);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ error: { message: 'respond failed: RangeError: oops' } });
  });

  it('can write the response itself', async () => {
    await start({
      respond: () => (response, request) => {
        response.writeHead(418, { 'content-type': 'text/plain' });
        response.end(request.method);
      },
    });
    const response = await post(server.url, hello);
    expect([response.status, await response.text()]).toEqual([418, 'POST']);
    expect(response.headers.get('request-id')).toBe(server.requests[0]!.requestId);
  });

  it('can break the connection', async () => {
    await start({ respond: () => (response) => response.socket?.resetAndDestroy() });
    await expect(post(server.url, hello)).rejects.toMatchObject({ cause: { code: expect.any(String) } });
    expect(await server.requests[0]!.closed).toBe('aborted');
  });

  it('that throws after it began the response breaks the connection', async () => {
    await start({
      respond: () => () => {
        throw new Error('oops');
      },
    });
    await expect(post(server.url, hello)).rejects.toThrow('fetch failed');
  });
});

describe('requests', () => {
  it('are kept in order, with headers and body', async () => {
    await post(server.url, hello);
    await fetch(`${server.url}/x?y=1`, { method: 'PUT', body: 'text', headers: { 'X-Test': 'ü' } });
    expect(server.requests.map(({ method, url, path, body }) => [method, url, path, body])).toEqual([
      ['POST', '/v1/messages', '/v1/messages', hello],
      ['PUT', '/x?y=1', '/x', undefined],
    ]);
    expect(server.requests[1]!.headers.get('x-test')).toBe('ü');
  });

  it('end with the bytes of their body', async () => {
    const reply = await (await post(server.url, { ...hello, stream: true })).text();
    const [request] = server.requests;
    expect(await request!.closed).toBe('completed');
    expect([request!.state, request!.bytesWritten]).toEqual(['completed', reply.length]);
    expect(request!.closedAt).toBeLessThanOrEqual(performance.now());
  });

  it('can be awaited, each once, before and after they arrive', async () => {
    const first = server.nextRequest();
    const second = server.nextRequest();
    await post(server.url, { ...hello, max_tokens: 1 });
    await post(server.url, { ...hello, max_tokens: 2 });
    await post(server.url, { ...hello, max_tokens: 3 });
    const seen = await Promise.all([first, second, server.nextRequest()]);
    expect(seen.map(({ body }) => body?.max_tokens)).toEqual([1, 2, 3]);
    expect(seen).toEqual(server.requests);
  });

  it('that were removed are not awaited', async () => {
    await post(server.url, { ...hello, max_tokens: 1 });
    server.requests.length = 0;
    const next = server.nextRequest();
    await post(server.url, { ...hello, max_tokens: 2 });
    expect((await next).body?.max_tokens).toBe(2);
  });
});

describe('the server', () => {
  it('closes more than once, and with an open request', async () => {
    await start({ respond: () => new Promise<never>(() => undefined) });
    const response = post(server.url, hello);
    const request = await server.nextRequest();
    const next = server.nextRequest();
    await Promise.all([server.close(), server.close()]);
    await expect(response).rejects.toThrow('fetch failed');
    await expect(next).rejects.toThrow('The replay server was closed.');
    await expect(server.nextRequest()).rejects.toThrow('The replay server was closed.');
    expect(await request.closed).toBe('aborted');
    await expect(post(server.url, hello)).rejects.toThrow('fetch failed');
  });

  it('listens on its port option, and fails when the port is taken', async () => {
    const port = Number(new URL(server.url).port);
    await expect(startReplayServer({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await server.close();
    server = await startReplayServer({ port });
    expect(server.url).toBe(`http://127.0.0.1:${port}`);
  });
});

describe('thinking in the history', () => {
  const thought = (thinking: string, signature?: string) => [
    hello.messages[0],
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking, ...(signature && { signature }) },
        { type: 'text', text: 'a' },
      ],
    },
    { role: 'user', content: 'And now?' },
  ];
  const ask = async (messages: unknown) => {
    const response = await post(server.url, { ...hello, messages });
    return response.status === 200 ? 200 : ((await response.json()) as { error: { message: string } }).error.message;
  };
  const modified =
    'messages.1.content.0: `thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified. These blocks must remain as they were in the original response.';

  it('is accepted unchanged', async () => {
    await start({
      recording: [sseBody(messageEvents({ content: [{ thinking: 'Hm', signature: 'mine' }, 'a'] })), '', '', ''],
    });
    expect(await ask(thought('Hm', 'mine'))).toBe(200);
    expect(await ask(thought('Hmm', 'mine'))).toBe(modified);
    expect(await ask(thought('Hmm', 'of another server'))).toBe(200);
    expect(await ask(thought('Hm'))).toBe('messages.1.content.0.thinking.signature: Field required');
  });

  it('is accepted unsigned if the server sent it unsigned', async () => {
    const events = messageEvents({ content: [{ type: 'thinking', thinking: 'Hm' } as never, 'a'] });
    await start({ recording: sseBody(events) });
    expect(await ask(thought('Hm'))).toBe(200);
    expect(await ask(thought('Hmm'))).toBe('messages.1.content.0.thinking.signature: Field required');
  });

  it('is that of the script', async () => {
    const thinking = { type: 'adaptive' };
    const { content } = (await (await post(server.url, { ...hello, thinking })).json()) as {
      content: { type: string }[];
    };
    const messages = (blocks: unknown) => [
      hello.messages[0],
      { role: 'assistant', content: blocks },
      hello.messages[0],
    ];
    expect(await ask(messages(content))).toBe(200);
    expect(await ask(messages([{ ...content[0], thinking: 'Hm' }, content[1]]))).toBe(modified);
  });
});
