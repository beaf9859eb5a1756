import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { forkJoin, from, lastValueFrom, map, merge, mergeMap, switchMap, toArray } from 'rxjs';
import {
  AnthropicClient,
  finalMessage,
  finalText,
  isAnthropicError,
  type MessageCreateParams,
  textDeltas,
} from '../../lib/index.ts';
import { fakeFetch, messageEvents, type ReplayServer, sseBody, startReplayServer } from '../../lib/testing/index.ts';
import { emptyMessage } from '../support/events.ts';
import { params } from '../support/params.ts';

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

/** What the server answers: the last thing it was told. */
const echo = (body: MessageCreateParams | undefined) => `You said: ${JSON.stringify(body?.messages.at(-1)?.content)}`;
const ask = (content: string): MessageCreateParams => ({ ...params, messages: [{ role: 'user', content }] });
const failure = (source: Parameters<typeof lastValueFrom>[0]) => lastValueFrom(source).catch((error: unknown) => error);

describe('messages.stream', () => {
  it('sends nothing before subscribe, and one request for each subscription', async () => {
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

  it('emits the events as they are on the wire, without pings', async () => {
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

  it('gives three concurrent streams each its own text', async () => {
    const texts$ = forkJoin(['a', 'b', 'c'].map((content) => client.messages.stream(ask(content)).pipe(finalText())));
    expect(await lastValueFrom(texts$)).toEqual(['You said: "a"', 'You said: "b"', 'You said: "c"']);
  });

  it('gives twenty merged streams each its own text', async () => {
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
    ['messages that are no array', { messages: 'Hello' }, 'messages'],
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

  it('fails with the class of the status, and what the server said', async () => {
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

describe('messages.connect', () => {
  it('emits status, headers, request id and rate limits, then the events', async () => {
    const seen: unknown[] = [];
    const message$ = client.messages.connect(ask('hi')).pipe(
      mergeMap(({ status, requestId, url, rateLimits, headers, events$ }) => {
        seen.push({ status, requestId, url, type: headers.get('content-type'), left: rateLimits.requests?.remaining });
        return events$;
      }),
      finalMessage(),
    );
    expect(await lastValueFrom(message$)).toMatchObject({ content: [{ type: 'text', text: 'You said: "hi"' }] });
    const { requestId } = server.requests[0]!;
    const type = 'text/event-stream; charset=utf-8';
    expect(seen).toEqual([
      { status: 200, requestId, url: `${server.url}/v1/messages`, type, left: expect.any(Number) },
    ]);
  });

  it('gives the server-sent events before any decoding', async () => {
    const wire = 'id: 7\nevent: ping\ndata: {"type":"ping"}\n\nretry: 250\ndata: no json\ndata: at all\n\n';
    const raw = new AnthropicClient({ apiKey: 'key', fetch: fakeFetch(wire) });
    const events$ = raw.messages.connect(params).pipe(switchMap(({ serverSentEvents$ }) => serverSentEvents$));
    expect(await lastValueFrom(events$.pipe(toArray()))).toEqual([
      { id: '7', event: 'ping', data: '{"type":"ping"}' },
      { data: 'no json\nat all', retry: 250 },
    ]);
  });

  it('gives the bytes of its body, whatever they are', async () => {
    const bytes = new Uint8Array([0xff, 0x00, 0x0a, 0xfe]);
    const raw = new AnthropicClient({ apiKey: 'key', fetch: fakeFetch(bytes) });
    const bytes$ = raw.messages.connect(params).pipe(switchMap((response) => response.bytes$));
    expect((await lastValueFrom(bytes$.pipe(toArray()))).flatMap((chunk) => [...chunk])).toEqual([...bytes]);
  });

  it.each(['firstContent', 'silence', 'contentGap', 'total'] as const)('keeps the deadline %s', async (deadline) => {
    const begun = sseBody(messageEvents('Hello').slice(0, 2));
    const silent = await startReplayServer({
      respond: () => (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(begun);
      },
    });
    const raw = new AnthropicClient({ baseURL: silent.url, apiKey: 'key', deadlines: { [deadline]: 200 } });
    const events$ = raw.messages.connect(params).pipe(switchMap((response) => response.events$));
    expect(await failure(events$)).toMatchObject({ name: 'StreamDeadlineError', deadline, after: 200 });
    expect(await silent.requests[0]!.closed).toBe('aborted');
    await silent.close();
  });

  it('gives its body once, also to an await, and says so the second time', async () => {
    const { events$, bytes$ } = await lastValueFrom(client.messages.connect(ask('hi')));
    expect(await lastValueFrom(events$.pipe(finalText()))).toBe('You said: "hi"');
    const again = { name: 'AnthropicError', message: expect.stringContaining('once') };
    expect(await failure(events$)).toMatchObject(again);
    expect(await failure(bytes$)).toMatchObject(again);
  });
});

describe('beta.messages', () => {
  it('sends betas, user profile and workspace as headers and not in the body', async () => {
    const betas = ['context-management-2025-06-27', 'compact-2026-01-12'];
    await lastValueFrom(client.beta.messages.stream({ ...params, betas, user_profile_id: 'u', workspace_id: 'w' }));
    const { headers, body } = server.requests[0]!;
    expect(headers.get('anthropic-beta')).toBe(betas.join(','));
    expect([headers.get('anthropic-user-profile-id'), headers.get('anthropic-workspace-id')]).toEqual(['u', 'w']);
    expect(body).toEqual({ ...params, stream: true });
  });
});

describe('messages.create and countTokens', () => {
  it('give the message, and the count, of a call without a stream', async () => {
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

  it('read characters that are cut between two chunks', async () => {
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

  it('tell when the answer is no JSON', async () => {
    const html = new AnthropicClient({ apiKey: 'key', fetch: fakeFetch({ status: 200, body: '<html>Log in</html>' }) });
    expect(await failure(html.messages.create(params))).toMatchObject({
      name: 'MalformedResponseError',
      status: 200,
      body: '<html>Log in</html>',
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

describe('a client', () => {
  it('shows its key to nobody', () => {
    const shown = inspect(client, { depth: 9, showHidden: true }) + JSON.stringify(client);
    expect(shown).not.toContain('the-key');
  });
});
