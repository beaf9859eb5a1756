import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { forkJoin, from, lastValueFrom, map, merge, type Observable, toArray } from 'rxjs';
import {
  AnthropicClient,
  type APIResponse,
  type BetaMessage,
  type BetaMessageTokensCount,
  finalText,
  isAnthropicError,
  type Message,
  type MessageCreateParams,
  type MessageTokensCount,
  textDeltas,
} from '../../lib/index.ts';
import { fakeFetch, messageEvents, type ReplayServer, sseBody, startReplayServer } from '../../lib/testing/index.ts';
import { emptyMessage } from '../support/events.ts';
import { params } from '../support/params.ts';
import type { Same } from '../support/type-assertions.ts';

let server: ReplayServer;
let client: AnthropicClient;
beforeAll(async () => {
  server = await startReplayServer({
    respond: ({ body }) => messageEvents(echo(body)),
  });
  client = new AnthropicClient({ baseURL: server.url, apiKey: 'the-key' });
});
afterEach(() => void server.requests.splice(0));
afterAll(() => server.close());

/** The answer of the server: the last message that it received. */
const echo = (body: MessageCreateParams | undefined) => `You said: ${JSON.stringify(body?.messages.at(-1)?.content)}`;
const ask = (content: string): MessageCreateParams => ({ ...params, messages: [{ role: 'user', content }] });
const failure = (source: Parameters<typeof lastValueFrom>[0]) => lastValueFrom(source).catch((error: unknown) => error);

describe('messages.stream', () => {
  it('sends nothing before subscribe, and one request per subscription', async () => {
    const text$ = client.messages.stream(ask('one')).pipe(finalText());
    await new Promise(setImmediate);
    expect(server.requests).toHaveLength(0);
    expect(await Promise.all([lastValueFrom(text$), lastValueFrom(text$)])).toEqual([
      'You said: "one"',
      'You said: "one"',
    ]);
    expect(server.requests).toHaveLength(2);
  });

  it('reads the params when it is subscribed', async () => {
    const question = ask('before');
    const text$ = client.messages.stream(question).pipe(finalText());
    question.messages = [{ role: 'user', content: 'after' }];
    expect(await lastValueFrom(text$)).toBe('You said: "after"');
  });

  it('emits the events of the wire unchanged, without pings', async () => {
    const events = messageEvents({ content: ['Hello there', { tool_use: { name: 'f', input: { a: 1 } } }] });
    const fetch = fakeFetch(`event: ping\ndata: {"type":"ping"}\n\n${sseBody(events)}`);
    const events$ = new AnthropicClient({ apiKey: 'key', fetch }).messages.stream(params);
    expect(await lastValueFrom(events$.pipe(toArray()))).toEqual(events);
  });

  it('sends the params as JSON, unknown ones too, and the headers of the API', async () => {
    const novel = { ...params, system: 'Be brief.', novel_param: { deep: [1] } };
    await lastValueFrom(client.messages.stream(novel));
    const [{ method, path, headers, body }] = server.requests as [(typeof server.requests)[0]];
    expect({ method, path, body }).toEqual({ method: 'POST', path: '/v1/messages', body: { ...novel, stream: true } });
    expect(Object.fromEntries(headers)).toMatchObject({
      'anthropic-version': '2023-06-01',
      'content-type': 'application/json',
      'user-agent': expect.stringMatching(/^anthropic-rxjs\/\d/) as unknown,
      'x-api-key': 'the-key',
    });
    expect(headers.has('authorization')).toBe(false);
    expect([...headers.keys()].filter((name) => name.startsWith('x-stainless'))).toEqual([]);
  });

  it('emits the text of each of three concurrent streams', async () => {
    const texts$ = forkJoin(['a', 'b', 'c'].map((content) => client.messages.stream(ask(content)).pipe(finalText())));
    expect(await lastValueFrom(texts$)).toEqual(['You said: "a"', 'You said: "b"', 'You said: "c"']);
  });

  it('emits the text of each of twenty merged streams', async () => {
    const questions = Array.from({ length: 20 }, (_, i) => `question ${i}`);
    const pieces$ = merge(
      ...questions.map((content) =>
        client.messages.stream(ask(content)).pipe(
          textDeltas(),
          map((text) => ({ content, text })),
        ),
      ),
    );
    const pieces = await lastValueFrom(pieces$.pipe(toArray()));
    const textOf = (question: string) => pieces.filter(({ content }) => content === question).map(({ text }) => text);
    expect(questions.map((question) => textOf(question).join(''))).toEqual(
      questions.map((question) => `You said: "${question}"`),
    );
  });

  it.each<[string, object, string]>([
    ['no model', { model: undefined }, 'model'],
    ['an empty model', { model: '' }, 'model'],
    ['messages that are not an array', { messages: 'Hello' }, 'messages'],
    ['no messages', { messages: [] }, 'messages'],
    ['a wrong role', { messages: [{ role: 'robot', content: 'x' }] }, 'messages[0].role'],
    ['max_tokens below 0', { max_tokens: -1 }, 'max_tokens'],
    ['half a token', { max_tokens: 0.5 }, 'max_tokens'],
    ['max_tokens as text', { max_tokens: '10' }, 'max_tokens'],
    ['a temperature out of range', { temperature: 2 }, 'temperature'],
  ])('refuses %s before anything is sent, naming the field', async (_, wrong, path) => {
    const error = await failure(client.messages.stream({ ...params, ...wrong }));
    expect(error).toMatchObject({ name: 'InvalidParamsError', issues: [{ path }] });
    expect((error as Error).message).toMatch(/^Nothing was sent: /);
    expect(server.requests).toHaveLength(0);
  });

  it('fails with the class of the status, and the message of the server', async () => {
    const noKey = new AnthropicClient({ baseURL: server.url, apiKey: null });
    const plain = await startReplayServer();
    const error = await failure(noKey.messages.stream(params, { headers: { 'x-api-key': '' } }));
    expect(isAnthropicError(error)).toBe(false);
    const refused = await failure(new AnthropicClient({ baseURL: plain.url, apiKey: null }).messages.stream(params));
    expect(refused).toMatchObject({ name: 'AuthenticationError', status: 401, type: 'authentication_error' });
    expect(refused).toHaveProperty('requestId', plain.requests[0]!.requestId);
    expect(refused).toHaveProperty('rateLimits.requests.limit', expect.any(Number));
    await plain.close();
  });
});

describe('params that the API is about to drop', () => {
  const thinking = { type: 'enabled', budget_tokens: 1024 } as const;

  it('are warned of once per client, through its logger', async () => {
    const lines: string[] = [];
    const line = (message: string) => void lines.push(message);
    const logger = { error: line, warn: line, info: line, debug: line };
    const fetch = fakeFetch(() => messageEvents('Hi'));
    const send = async (client: AnthropicClient, changes: object) => {
      await lastValueFrom(client.messages.stream({ ...params, ...changes }));
    };
    const first = new AnthropicClient({ apiKey: 'k', fetch, logger });
    await send(first, {});
    for (let i = 0; i < 2; i++) {
      await send(first, { model: 'claude-opus-4-5' });
      await send(first, { model: 'claude-opus-4-6', thinking });
    }
    await send(first, { model: 'claude-opus-4-6', thinking: { type: 'adaptive' } });
    const retired =
      'Model claude-opus-4-5 is deprecated; its end of life is January 22nd, 2027. Move to a newer model: ' +
      'https://docs.anthropic.com/en/docs/resources/model-deprecations';
    const adaptive =
      'Model claude-opus-4-6: thinking.type "enabled" is deprecated; use thinking: { type: "adaptive" }.';
    expect(lines).toEqual([retired, adaptive]);
    await send(new AnthropicClient({ apiKey: 'k', fetch, logger }), { model: 'claude-opus-4-5' });
    await send(new AnthropicClient({ apiKey: 'k', fetch, logger, logLevel: 'error' }), { model: 'claude-opus-4-5' });
    expect(lines).toEqual([retired, adaptive, retired]);
  });
});

describe('a deadline that runs out between two attempts', () => {
  it.each(['total', 'firstContent'] as const)('has the last failure as cause: %s', async (deadline) => {
    const limited = { status: 429, headers: { 'retry-after': '30' }, body: '{}' };
    const busy = new AnthropicClient({ apiKey: 'k', fetch: fakeFetch(() => limited) });
    const error = await failure(busy.messages.stream(params, { deadlines: { [deadline]: 20 } }));
    expect(error).toMatchObject({ name: 'StreamDeadlineError', deadline });
    expect((error as Error).cause).toMatchObject({ name: 'RateLimitError', retryAfter: 30_000 });
  });

  it('has no cause once events have been emitted', async () => {
    const stalled = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(sseBody(messageEvents('Hi').slice(0, 3)))),
    });
    const response = new Response(stalled, { headers: { 'content-type': 'text/event-stream' } });
    const fetch = fakeFetch([{ status: 529, headers: {}, body: '{}' }, response]);
    const busy = new AnthropicClient({ apiKey: 'k', fetch, delay: () => 0 });
    const error = await failure(busy.messages.stream(params, { deadlines: { total: 200 } }));
    expect(error).toMatchObject({ name: 'StreamDeadlineError' });
    expect((error as Error).cause).toBeUndefined();
  });

  it('never runs out where the server asks for more than maxRetryDelay', async () => {
    const fetch = fakeFetch(() => ({ status: 429, headers: { 'retry-after': '3600' }, body: '{}' }));
    const error = await failure(new AnthropicClient({ apiKey: 'k', fetch }).messages.stream(params));
    expect(error).toMatchObject({ name: 'RateLimitError', retryAfter: 3_600_000 });
    expect(fetch.requests).toHaveLength(1);
  });
});

describe('a timeout beyond the longest timer of the runtime', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('runs out when it should', () => {
    let error: unknown;
    const silent = new AnthropicClient({ apiKey: 'k', fetch: () => new Promise(() => undefined), maxRetries: 0 });
    silent.messages.stream(params, { timeout: 2 ** 31 + 5 }).subscribe({ error: (given: unknown) => (error = given) });
    jest.advanceTimersByTime(2 ** 31 + 4);
    expect(error).toBeUndefined();
    jest.advanceTimersByTime(1);
    expect(error).toMatchObject({ name: 'APITimeoutError', message: expect.stringContaining('(timeout)') });
  });
});

describe('messages.create and countTokens', () => {
  it('emit the message, and the count, of a call without a stream', async () => {
    const plain = await startReplayServer();
    const { messages, beta } = new AnthropicClient({ baseURL: plain.url, apiKey: 'key' });
    expect(await lastValueFrom(messages.create(ask('What is 2+2?')))).toMatchObject({
      stop_reason: 'end_turn',
      content: [{ type: 'text', text: '2 + 2 = 4.' }],
    });
    const { max_tokens: _, ...counted } = params;
    expect(await lastValueFrom(messages.countTokens(counted))).toEqual({ input_tokens: expect.any(Number) });
    await lastValueFrom(beta.messages.countTokens(counted));
    expect(plain.requests.map(({ path, headers }) => [path, headers.get('anthropic-beta')])).toEqual([
      ['/v1/messages', null],
      ['/v1/messages/count_tokens', null],
      ['/v1/messages/count_tokens', 'token-counting-2024-11-01'],
    ]);
    await plain.close();
  });

  it('emit the response with the option observe', async () => {
    const plain = await startReplayServer();
    const { messages, beta } = new AnthropicClient({ baseURL: plain.url, apiKey: 'key' });
    const { max_tokens: _, ...counted } = params;
    const message$ = messages.create(ask('What is 2+2?'), { observe: 'response' });
    const count$ = messages.countTokens(counted, { observe: 'response' });
    const betaMessage$ = beta.messages.create(params, { observe: 'response' });
    const betaCount$ = beta.messages.countTokens(counted, { observe: 'response' });
    true satisfies Same<typeof message$, Observable<APIResponse<Message>>>;
    true satisfies Same<typeof count$, Observable<APIResponse<MessageTokensCount>>>;
    true satisfies Same<typeof betaMessage$, Observable<APIResponse<BetaMessage>>>;
    true satisfies Same<typeof betaCount$, Observable<APIResponse<BetaMessageTokensCount>>>;
    const body$ = messages.create(params, { observe: 'body', timeout: 1_000 });
    true satisfies Same<typeof body$, Observable<Message>>;

    const response = await lastValueFrom(message$);
    const [{ requestId }] = plain.requests as [(typeof plain.requests)[0]];
    expect(response).toEqual({
      status: 200,
      headers: response.headers,
      requestId,
      rateLimits: expect.objectContaining({ requests: expect.anything() }),
      url: `${plain.url}/v1/messages`,
      body: expect.objectContaining({ content: [{ type: 'text', text: '2 + 2 = 4.' }] }),
    });
    expect(response.headers.get('request-id')).toBe(requestId);
    expect(await lastValueFrom(count$)).toMatchObject({ status: 200, body: { input_tokens: expect.any(Number) } });
    expect(await lastValueFrom(betaMessage$)).toMatchObject({ status: 200, body: { role: 'assistant' } });
    expect(await lastValueFrom(betaCount$)).toMatchObject({ status: 200, body: { input_tokens: expect.any(Number) } });
    expect(await lastValueFrom(body$)).toMatchObject({ role: 'assistant' });
    await plain.close();
  });

  it('reject betas that are not an array, and params that are not an object', async () => {
    const { messages } = client.beta;
    const issues = (path: string) => ({ name: 'InvalidParamsError', issues: [{ path }] });
    expect(await failure(messages.countTokens({ ...params, betas: 'one' as never }))).toMatchObject(issues('betas'));
    expect(await failure(messages.countTokens(null as never))).toMatchObject(issues(''));
  });

  it('read characters that are split between two chunks', async () => {
    const message = { ...emptyMessage, content: [{ type: 'text', text: 'Größe 👍' }] };
    const bytes = new TextEncoder().encode(JSON.stringify(message));
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        bytes.forEach((byte) => controller.enqueue(Uint8Array.of(byte)));
        controller.close();
      },
    });
    const cut = new AnthropicClient({ apiKey: 'key', fetch: () => Promise.resolve(new Response(body)) });
    expect(await lastValueFrom(cut.messages.create(params))).toEqual(message);
  });

  it('report a response of invalid JSON', async () => {
    const html = new AnthropicClient({ apiKey: 'key', fetch: fakeFetch({ status: 200, body: '<html>Log in</html>' }) });
    expect(await failure(html.messages.create(params))).toMatchObject({
      name: 'MalformedResponseError',
      status: 200,
      body: 'a page that says "Log in"',
    });
  });
});

describe('create', () => {
  it('refuses a reply that may take longer than the default timeout, and sends nothing', async () => {
    const fetch = fakeFetch({ status: 200, body: JSON.stringify({ type: 'message', content: [] }) });
    const { messages, beta } = new AnthropicClient({ apiKey: 'key', fetch });
    const long = { ...params, max_tokens: 21_334 };
    const issues = [
      {
        path: 'max_tokens',
        message:
          'is more than 21333: the reply may take over 10 minutes; use stream() with finalMessage(), or set timeout',
      },
    ];
    expect(await failure(messages.create(long))).toMatchObject({ name: 'InvalidParamsError', issues });
    expect(await failure(beta.messages.create(long))).toMatchObject({ name: 'InvalidParamsError', issues });
    expect(fetch.requests).toEqual([]);
    await lastValueFrom(messages.create({ ...params, max_tokens: 21_333 }));
    await lastValueFrom(messages.create(long, { timeout: 1_200_000 }));
    await lastValueFrom(new AnthropicClient({ apiKey: 'key', fetch, timeout: 0 }).messages.create(long));
    expect(fetch.requests).toHaveLength(3);
  });

  it.each<[string, unknown]>([
    ['content that is text', { type: 'message', content: 'Hello' }],
    ['content of numbers', { type: 'message', content: [7] }],
    ['a block without a type', { content: [{ text: 'Hello' }] }],
    ['counts that are text', { type: 'message', content: [], usage: { input_tokens: '7' } }],
  ])('reports %s, with the status and the beginning of the body', async (_, reply) => {
    const body = JSON.stringify(reply);
    const wrong = new AnthropicClient({ apiKey: 'key', fetch: fakeFetch({ status: 200, body }) });
    expect(await failure(wrong.messages.create(params))).toMatchObject({ name: 'MalformedResponseError', body });
  });

  it('shows control characters of a body as spaces', async () => {
    const wrong = new AnthropicClient({ apiKey: 'key', fetch: fakeFetch({ status: 404, body: 'a\x1b[2J\0b' }) });
    expect(await failure(wrong.messages.create(params))).toMatchObject({
      message: expect.stringContaining('404: a [2J b'),
    });
  });
});

describe('operators', () => {
  it('work on the events of any other source', async () => {
    async function* other() {
      for (const event of messageEvents('From elsewhere')) {
        await Promise.resolve();
        yield event;
      }
    }
    expect(await lastValueFrom(from(other()).pipe(finalText()))).toBe('From elsewhere');
  });
});
