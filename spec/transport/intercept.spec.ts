import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  catchError,
  concat,
  delay,
  EMPTY,
  finalize,
  lastValueFrom,
  map,
  NEVER,
  type Observable,
  of,
  tap,
  throwError,
} from 'rxjs';
import {
  AnthropicClient,
  type AnthropicClientOptions,
  APIConnectionError,
  finalText,
  type Interceptor,
  isAPIError,
  openResponse,
} from '../../lib/index.ts';
import {
  errorBody,
  fakeFetch,
  messageEvents,
  type Reply,
  type ReplayServer,
  sseBody,
  startReplayServer,
} from '../../lib/testing/index.ts';
import { messageOfEvents } from '../../lib/testing/message-of-events.ts';
import { keyLike } from '../support/key-like.ts';
import { params } from '../support/params.ts';
import { settle } from '../support/settle.ts';

const hello = messageEvents('Hello');
const overloaded: Reply = { status: 529, body: errorBody('overloaded_error', 'busy') };
const pass: Interceptor = (request, next) => next(request);
const failure = (source: Observable<unknown>) => lastValueFrom(source).catch((error: unknown) => error);
const streamed = () => new Response(sseBody(hello), { headers: { 'content-type': 'text/event-stream' } });

describe('interceptors', () => {
  let server: ReplayServer;
  let other: ReplayServer;
  let replies: Reply[] = [];
  beforeAll(async () => {
    const respond = ({ path }: { path: string }) =>
      path.endsWith('/count_tokens') ? undefined : (replies.shift() ?? hello);
    server = await startReplayServer({ respond });
    other = await startReplayServer({ respond: () => hello });
  });
  afterAll(() => Promise.all([server.close(), other.close()]));
  afterEach(() => {
    replies = [];
    server.requests.length = 0;
    other.requests.length = 0;
  });

  const clientOf = (interceptors: readonly Interceptor[], options: AnthropicClientOptions = {}) =>
    new AnthropicClient({ baseURL: server.url, apiKey: 'the-key', delay: 0, interceptors, ...options });
  const textOf = (client: AnthropicClient) => lastValueFrom(client.messages.stream(params).pipe(finalText()));

  it('run in order, the first outermost, for every call', async () => {
    const order: string[] = [];
    const named =
      (name: string): Interceptor =>
      (request, next) => {
        order.push(`${name} in`);
        return next(request).pipe(tap(() => order.push(`${name} out`)));
      };
    const { messages } = clientOf([named('a'), named('b')]);
    for (const call of ['stream', 'connect', 'create', 'countTokens'] as const) {
      order.length = 0;
      await lastValueFrom(messages[call](params) as Observable<unknown>);
      expect(order).toEqual(['a in', 'b in', 'b out', 'a out']);
    }
    expect(server.requests).toHaveLength(4);
  });

  it('run once per attempt, each with fresh headers', async () => {
    const seen: unknown[] = [];
    const client = clientOf([
      (request, next) => {
        seen.push([request.headers.get('x-retry-count'), request.headers.get('x-mark')]);
        request.headers.set('x-mark', 'set');
        return next(request);
      },
    ]);
    replies = [overloaded, overloaded];
    expect(await textOf(client)).toBe('Hello');
    expect(seen).toEqual([
      [null, null],
      ['1', null],
      ['2', null],
    ]);
    expect(server.requests.map(({ headers }) => headers.get('x-mark'))).toEqual(['set', 'set', 'set']);
  });

  it('change address, headers and body', async () => {
    const client = clientOf([
      ({ url, headers, body }, next) => {
        headers.set('x-tenant', 'acme');
        headers.delete('anthropic-version');
        const changed = { ...(JSON.parse(body) as object), max_tokens: 7 };
        return next({ url: `${url}?beta=true`, headers, body: JSON.stringify(changed) });
      },
    ]);
    await textOf(client);
    const [{ url, headers, body } = {} as never] = server.requests;
    expect([url, headers.get('x-tenant'), headers.get('anthropic-version'), body?.max_tokens]).toEqual([
      '/v1/messages?beta=true',
      'acme',
      null,
      7,
    ]);
  });

  it('answer themselves, synchronously and without a credential', async () => {
    const apiKey = jest.fn<() => string>();
    const { messages } = clientOf(
      [
        ({ url, body }) => {
          if (url.endsWith('/count_tokens')) return of(openResponse(Response.json({ input_tokens: 5 })));
          return of(openResponse(body.includes('"stream":true') ? streamed() : Response.json(messageOfEvents(hello))));
        },
      ],
      { apiKey },
    );
    expect(await lastValueFrom(messages.stream(params).pipe(finalText()))).toBe('Hello');
    expect(await lastValueFrom(messages.create(params))).toMatchObject({ content: [{ text: 'Hello' }] });
    expect(await lastValueFrom(messages.countTokens(params))).toEqual({ input_tokens: 5 });
    expect(apiKey).not.toHaveBeenCalled();
    expect(server.requests).toEqual([]);
  });

  it('whose own answer is an error are retried like a server', async () => {
    let answers = 0;
    const client = clientOf([
      (request, next) => {
        if (answers++ > 0) return next(request);
        return of(openResponse(Response.json({ error: { type: 'overloaded_error', message: 'x' } }, { status: 529 })));
      },
    ]);
    expect(await textOf(client)).toBe('Hello');
    expect(server.requests).toHaveLength(1);
  });

  it('watch and replace the body', async () => {
    let bytes = 0;
    const client = clientOf([
      (request, next) =>
        next(request).pipe(
          map(({ response }) => {
            const counted = response.body!.pipeThrough(
              new TransformStream<Uint8Array, Uint8Array>({
                transform: (chunk, out) => {
                  bytes += chunk.length;
                  out.enqueue(chunk);
                },
              }),
            );
            return openResponse(new Response(counted, response));
          }),
        ),
    ]);
    expect(await textOf(client)).toBe('Hello');
    expect(bytes).toBe(sseBody(hello).length);
  });

  it('see and map the errors of the transport, which decide about retries', async () => {
    const seen: unknown[] = [];
    const mapped: Interceptor = (request, next) =>
      next(request).pipe(
        catchError((error: unknown) => {
          seen.push(isAPIError(error) && error.status);
          return throwError(() => (seen.length === 1 ? new APIConnectionError('mapped') : new Error('mine')));
        }),
      );
    replies = [{ status: 400, body: '{}' }, overloaded];
    expect(await failure(clientOf([mapped]).messages.stream(params))).toEqual(new Error('mine'));
    expect(seen).toEqual([400, 529]);
    expect(server.requests).toHaveLength(2);
  });

  it('may repeat the request within one attempt', async () => {
    const client = clientOf([(request, next) => next(request).pipe(catchError(() => next(request)))], {
      maxRetries: 0,
    });
    replies = [overloaded];
    expect(await textOf(client)).toBe('Hello');
    expect(server.requests.map(({ headers }) => headers.get('x-api-key'))).toEqual(['the-key', 'the-key']);
  });

  describe('end with the call', () => {
    const stalled = (): Reply => ({
      body: (async function* () {
        yield sseBody(hello.slice(0, 3));
        await new Promise(() => undefined);
      })(),
    });

    it('that is unsubscribed while they delay the response', async () => {
      const ended = jest.fn();
      replies = [stalled()];
      const client = clientOf([(request, next) => next(request).pipe(delay(1e6), finalize(ended))]);
      const subscription = client.messages.stream(params).subscribe();
      const request = await server.nextRequest();
      await request.firstByteSent;
      subscription.unsubscribe();
      expect(await request.closed).toBe('aborted');
      expect(ended).toHaveBeenCalledTimes(1);
    });

    it('that is unsubscribed while their own body streams', async () => {
      replies = [stalled()];
      const client = clientOf([
        (request, next) =>
          next(request).pipe(map(({ response }) => openResponse(new Response(response.body, response)))),
      ]);
      const text = await new Promise((resolve) => {
        const subscription = client.messages.stream(params).subscribe(({ type }) => {
          if (type !== 'content_block_delta') return;
          subscription.unsubscribe();
          resolve(type);
        });
      });
      expect(text).toBe('content_block_delta');
      expect(await server.requests[0]!.closed).toBe('aborted');
    });

    it('that fails because they drop the response', async () => {
      replies = [stalled()];
      const error = await failure(
        clientOf([(request, next) => next(request).pipe(map(() => null as never))]).messages.stream(params),
      );
      expect(error).toMatchObject({ name: 'InvalidOptionsError' });
      expect(await server.requests[0]!.closed).toBe('aborted');
    });
  });

  describe('see no secret', () => {
    const secrets = {
      defaultHeaders: {
        'x-proxy-token': 'the-token',
        cookie: 'the-cookie',
        'x-plain': keyLike,
        'x-tenant': 'acme',
      },
    };
    const call = { headers: { 'x-gateway-key': 'of-the-call' } };

    it('of the client or the call, and the request has them all', async () => {
      const seen: Record<string, string>[] = [];
      const client = clientOf(
        [
          (request, next) => {
            seen.push(Object.fromEntries(request.headers as unknown as [string, string][]));
            return next(request);
          },
        ],
        secrets,
      );
      await lastValueFrom(client.messages.stream(params, call));
      expect(seen[0]).toMatchObject({ 'x-tenant': 'acme', 'content-type': 'application/json' });
      expect(JSON.stringify(seen)).not.toMatch(/the-|of-the-call|sk-ant/);
      const { headers } = server.requests[0]!;
      const names = ['x-api-key', 'x-proxy-token', 'cookie', 'x-plain', 'x-gateway-key', 'x-tenant'];
      expect(names.map((name) => headers.get(name))).toEqual([
        'the-key',
        'the-token',
        'the-cookie',
        keyLike,
        'of-the-call',
        'acme',
      ]);
    });

    it.each<[string, () => string]>([
      ['another port', () => other.url],
      ['another host name', () => server.url.replace('127.0.0.1', 'localhost')],
    ])('and a request to %s is sent without them', async (_, origin) => {
      const client = clientOf(
        [(request, next) => next({ ...request, url: request.url.replace(server.url, origin()) })],
        secrets,
      );
      await lastValueFrom(client.messages.stream(params, call));
      const { headers } = [...server.requests, ...other.requests][0]!;
      expect(headers.get('x-tenant')).toBe('acme');
      expect(JSON.stringify([...(headers as unknown as Iterable<string>)])).not.toMatch(/the-|of-the-call|sk-ant/);
    });

    it('and a request in clear text is sent without them, also when an interceptor adds one', async () => {
      const fetch = fakeFetch(() => hello);
      const moved = (own: Record<string, string>): Interceptor => {
        return (request, next) => {
          Object.entries(own).forEach(([name, value]) => request.headers.set(name, value));
          return next({ ...request, url: 'http://api.example/v1/messages' });
        };
      };
      const options = { ...secrets, fetch, baseURL: 'https://api.example' };
      expect(await textOf(clientOf([moved({})], options))).toBe('Hello');
      expect(JSON.stringify([...(fetch.requests[0]!.headers as unknown as Iterable<string>)])).not.toMatch(
        /the-|sk-ant/,
      );
      const own = { authorization: 'Bearer mine' };
      expect(await failure(clientOf([moved(own)], options).messages.stream(params))).toMatchObject({
        name: 'InvalidOptionsError',
        message: expect.stringContaining('would send authorization in clear text'),
      });
      expect(fetch.requests).toHaveLength(1);
      await textOf(clientOf([moved(own)], { ...options, dangerouslyAllowHTTP: true }));
      expect(fetch.requests[1]!.headers.get('authorization')).toBe('Bearer mine');
      expect(fetch.requests[1]!.headers.get('x-api-key')).toBeNull();
    });

    it('and a header that they set replaces it', async () => {
      const own: Interceptor = (request, next) => {
        request.headers.set('x-api-key', 'mine');
        return next(request);
      };
      await textOf(clientOf([own]));
      expect(server.requests[0]!.headers.get('x-api-key')).toBe('mine');
      const fetch = fakeFetch(hello);
      expect(await textOf(new AnthropicClient({ apiKey: null, fetch, interceptors: [own] }))).toBe('Hello');
      expect(fetch.requests[0]!.headers.get('x-api-key')).toBe('mine');
    });

    it('in the log, also not in an address', async () => {
      const lines: string[] = [];
      const log = (...line: unknown[]) => lines.push(JSON.stringify(line));
      const client = clientOf([(request, next) => next({ ...request, url: `${request.url}?key=the-query` })], {
        ...secrets,
        logger: { error: log, warn: log, info: log, debug: log },
        logLevel: 'debug',
      });
      await textOf(client);
      expect(lines.join()).toContain('x-api-key');
      expect(lines.join()).not.toMatch(/the-key|the-token|the-cookie|the-query|sk-ant/);
    });
  });

  const answered = openResponse(new Response('{}'));
  const bad: [string, Interceptor][] = [
    [
      'throws',
      () => {
        throw new Error('bug');
      },
    ],
    ['returns nothing', () => undefined as never],
    ['returns a promise', () => Promise.resolve(answered) as never],
    ['returns a promise that rejects', () => Promise.reject(new Error('mine')) as never],
    ['returns a response', () => answered as never],
    ['completes without a response', () => EMPTY],
    ['emits twice', () => of(answered, answered)],
    ['emits twice and never completes', () => concat(of(answered, answered), NEVER)],
    ['emits a Response', () => of(new Response('{}')) as never],
    ['emits nothing of use', () => of({}) as never],
    [
      'emits a response whose body is read',
      () => of(openResponse(Object.defineProperty(new Response('{}'), 'bodyUsed', { value: true }))),
    ],
  ];
  it.each(bad)('one that %s fails the call with its index', async (_, interceptor) => {
    const client = clientOf([pass, interceptor]);
    for (const call of ['stream', 'connect', 'create', 'countTokens'] as const) {
      expect(await failure(client.messages[call](params) as Observable<unknown>)).toMatchObject({
        name: 'InvalidOptionsError',
        message:
          'AnthropicClient: interceptors[1]: must return an Observable of one response, such as next(request) or ' +
          'of(openResponse(response))',
      });
    }
    await settle(); // an unhandled rejection would fail the spec
    expect(server.requests).toEqual([]);
  });

  it('keep the cause of what they throw, and throw errors of this library unchanged', async () => {
    const cause = new Error('bug');
    const thrown =
      (error: Error): Interceptor =>
      () => {
        throw error;
      };
    expect(await failure(clientOf([thrown(cause)]).messages.stream(params))).toHaveProperty('cause', cause);
    const ours = new APIConnectionError('open circuit');
    expect(await failure(clientOf([thrown(ours)], { maxRetries: 0 }).messages.stream(params))).toBe(ours);
  });

  it.each<[string, string]>([
    ['not-a-url', 'must be an http or https URL, such as https://api.anthropic.com'],
    ['file:///etc/passwd', 'must be an http or https URL, such as https://api.anthropic.com'],
    ['https://user:hidden@api.example/', 'must not contain a user name or password; send them with defaultHeaders'],
  ])('that send a request to %s fail the call', async (url, message) => {
    const error = await failure(clientOf([(request, next) => next({ ...request, url })]).messages.stream(params));
    expect(error).toMatchObject({ name: 'InvalidOptionsError', issues: [{ path: 'interceptors', message }] });
    expect(String(error)).not.toContain('hidden');
  });

  it.each<[string, object, string]>([
    ['an address that is missing', { url: undefined }, 'interceptors.request.url'],
    ['a URL object as its address', { url: new URL('https://api.example') }, 'interceptors.request.url'],
    ['a body of an object', { body: { max_tokens: 1 } }, 'interceptors.request.body'],
    ['a missing body', { body: undefined }, 'interceptors.request.body'],
    ['missing headers', { headers: undefined }, 'interceptors.request.headers'],
    ['a header of two lines', { headers: { 'x-secret': 'hidden\nx' } }, 'interceptors.request.headers.x-secret'],
  ])('that send a request with %s fail the call', async (_, changes, path) => {
    for (const call of ['stream', 'connect', 'create', 'countTokens'] as const) {
      const client = clientOf([(request, next) => next({ ...request, ...changes })]);
      const error = await failure(client.messages[call](params) as Observable<unknown>);
      expect(error).toMatchObject({ name: 'InvalidOptionsError', issues: [{ path }] });
      expect(String(error)).not.toContain('hidden');
    }
    expect(server.requests).toEqual([]);
  });

  describe('run within `timeout`', () => {
    afterEach(() => void jest.useRealTimers());

    async function timedOut(interceptor: Interceptor, options: AnthropicClientOptions = {}) {
      jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
      // A closing connection of an earlier test may set one.
      await settle();
      const before = jest.getTimerCount();
      const fetch = () => new Promise<Response>(() => undefined);
      const client = clientOf([interceptor], { fetch, timeout: 100, maxRetries: 0, ...options });
      const seen: unknown[] = [];
      client.messages.stream(params).subscribe({ error: (error: unknown) => seen.push((error as Error).name) });
      await settle();
      jest.advanceTimersByTime(99);
      expect(seen).toEqual([]);
      jest.advanceTimersByTime(2);
      return { seen, timers: jest.getTimerCount() - before };
    }

    it('before they send the request', async () => {
      expect(await timedOut(() => NEVER)).toEqual({ seen: ['APITimeoutError'], timers: 0 });
    });

    it('and see the error of a request in flight', async () => {
      const errors: string[] = [];
      const watch: Interceptor = (request, next) =>
        next(request).pipe(tap({ error: (error: unknown) => errors.push((error as Error).name) }));
      expect(await timedOut(watch)).toEqual({ seen: ['APITimeoutError'], timers: 0 });
      expect(errors).toEqual(['APITimeoutError']);
    });

    it('and cannot exceed it', async () => {
      const patient: Interceptor = (request, next) => next(request).pipe(catchError(() => NEVER));
      expect(await timedOut(patient)).toEqual({ seen: ['APITimeoutError'], timers: 0 });
    });
  });
});
