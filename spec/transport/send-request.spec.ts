import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Observable } from 'rxjs';
import { AnthropicClient, type Interceptor, isAnthropicError, type RequestOptions } from '../../lib/index.ts';
import { sendRequest } from '../../lib/transport/send-request.ts';
import type { TransportOptions } from '../../lib/transport/transport-options.ts';
import { params } from '../support/params.ts';
import { settle } from '../support/settle.ts';

/** The ends of an Observable, in a list that grows. */
function ends(source: Observable<unknown>): unknown[] {
  const seen: unknown[] = [];
  source.subscribe({
    error: (error: unknown) => seen.push(isAnthropicError(error) ? `${error.name}: ${error.message}` : error),
    complete: () => seen.push('complete'),
  });
  return seen;
}

function clientOf(answer: () => unknown, options: RequestOptions = {}) {
  const signals: AbortSignal[] = [];
  const fetch = (_: unknown, init?: RequestInit) => {
    if (init?.signal) signals.push(init.signal);
    return answer() as Promise<Response>; // any value, as from JavaScript
  };
  const client = new AnthropicClient({ apiKey: 'key', maxRetries: 0, fetch, ...options });
  return { client, signals };
}

const wrongFetch = (problem: string) =>
  `InvalidOptionsError: AnthropicClient: fetch: resolved with ${problem}; resolve with a Response whose body is unread`;
const noConnection = (reason: string) => `APIConnectionError: No connection to https://api.anthropic.com: ${reason}.`;
const headers = new Headers();
const fail = () => {
  throw new Error('thrown');
};

describe('a custom fetch', () => {
  it.each<[string, () => unknown, string]>([
    ['gives null', () => null, wrongFetch('null')],
    ['resolves with null', () => Promise.resolve(null), wrongFetch('null')],
    ['resolves with undefined', () => Promise.resolve(), wrongFetch('a value of type undefined')],
    ['resolves with text', () => Promise.resolve('data: x'), wrongFetch('a value of type string')],
    ['resolves with an empty object', () => Promise.resolve({}), wrongFetch('an object without a numeric status')],
    ['resolves without headers', () => Promise.resolve({ status: 200 }), wrongFetch('an object without Headers')],
    [
      'resolves with a Node stream',
      () => Promise.resolve({ status: 200, headers, body: { pipe: fail } }),
      wrongFetch('a body that is not a ReadableStream'),
    ],
    [
      'has read the body',
      async () => {
        const response = new Response('x');
        await response.text();
        return response;
      },
      wrongFetch('a Response whose body has been read'),
    ],
    ['throws', fail, noConnection('thrown')],
    [
      'throws no error',
      () => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- what others may throw
        throw undefined;
      },
      noConnection('no reason was given'),
    ],
    [
      'rejects with a value that cannot be shown',
      () => Promise.reject(Object.create(null) as Error),
      noConnection('a value that cannot be shown'),
    ],
  ])('that %s causes one error of this library', async (_, answer, message) => {
    for (const source of ['stream', 'create', 'countTokens', 'connect'] as const) {
      const seen = ends(clientOf(answer).client.messages[source](params));
      await settle();
      expect(seen).toEqual([message]);
    }
  });

  it('may resolve with an object that has only the members in use', async () => {
    const body = new Response('{"input_tokens":5}').body;
    const seen = ends(
      clientOf(() => Promise.resolve({ status: 200, headers, body })).client.messages.countTokens(params),
    );
    await settle();
    expect(seen).toEqual(['complete']);
  });

  it('is not aborted once it has rejected', async () => {
    const { client, signals } = clientOf(() => Promise.reject(new Error('x')));
    ends(client.messages.stream(params));
    await settle();
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  });

  it('has its body cancelled when it resolves after the unsubscribe', async () => {
    let resolve: (response: Response) => void = () => undefined;
    const cancelled = jest.fn<() => void>();
    const { client, signals } = clientOf(() => new Promise<Response>((done) => (resolve = done)));
    client.messages.stream(params).subscribe().unsubscribe();
    resolve(new Response(new ReadableStream({ cancel: cancelled })));
    await settle();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(cancelled).toHaveBeenCalledTimes(1);
  });
});

describe('the body of an error', () => {
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] }));
  afterEach(() => void jest.useRealTimers());

  /** A 400 whose body sends a byte and stays open. */
  const dripping = () =>
    Promise.resolve(
      new Response(new ReadableStream({ start: (body) => body.enqueue(new TextEncoder().encode('so far')) }), {
        status: 400,
      }),
    );

  it.each<[string, RequestOptions, number]>([
    ['10 s', {}, 10_000],
    ['10 s, clocks off', { timeout: 0, deadlines: { silence: 0 } }, 10_000],
    ['timeout', { timeout: 300 }, 300],
    ['silence', { deadlines: { silence: 200 } }, 200],
  ])('is read for %s at most, and its status is reported', async (_, options, time) => {
    const { client, signals } = clientOf(dripping, options);
    const seen = ends(client.messages.stream(params));
    await settle();
    jest.advanceTimersByTime(time - 1);
    expect(seen).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(seen).toEqual([expect.stringMatching(/^BadRequestError: .*so far/)]);
    expect({ aborted: signals[0]?.aborted, timers: jest.getTimerCount() }).toEqual({ aborted: true, timers: 0 });
  });

  it('that breaks off is shown as far as it was received', async () => {
    const answer = () => {
      let reads = 0;
      const body = new ReadableStream({
        pull: (controller) => {
          if (reads++ === 0) controller.enqueue(new TextEncoder().encode('so far'));
          else controller.error(new Error('reset'));
        },
      });
      return Promise.resolve(new Response(body, { status: 400 }));
    };
    const seen = ends(clientOf(answer).client.messages.create(params));
    await settle();
    expect(seen).toEqual([expect.stringMatching(/^BadRequestError: .*so far/)]);
  });
});

describe('a timeout longer than a timer of the runtime', () => {
  it('is waited for', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    const { client } = clientOf(() => new Promise(() => undefined), { timeout: Number.MAX_SAFE_INTEGER });
    const seen = ends(client.messages.stream(params));
    await settle();
    jest.advanceTimersByTime(1_000_000);
    expect(seen).toEqual([]);
    jest.useRealTimers();
  });

  it.each(['apiKey', 'authToken'])('includes the function of the %s, which may never answer', async (name) => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    const never = () => new Promise<string>(() => undefined);
    const fetch = () => Promise.reject(new Error('Nothing is sent.'));
    const client = new AnthropicClient({ [name]: never, maxRetries: 0, timeout: 100, fetch });
    const seen = ends(client.messages.stream(params));
    await settle();
    jest.advanceTimersByTime(99);
    expect(seen).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(seen).toEqual(['APITimeoutError: No response headers within 100 ms (timeout). Raise it, or try again.']);
    jest.useRealTimers();
  });
});

describe('sendRequest', () => {
  const defaults = {
    baseURL: 'https://a.example',
    apiVersion: '2023-06-01',
    apiKey: 'k',
    authToken: null,
    defaultHeaders: new Map(),
    headers: new Map(),
    interceptors: [],
    timeout: 0,
    deadlines: { firstContent: 0, silence: 0, contentGap: 0, total: 0 },
    log: () => undefined,
  };

  /** What the request is sent with, and what comes of it. */
  function send(response: unknown, more: object = {}) {
    const sent: unknown[] = [];
    const fetch = (_: unknown, init: unknown) => {
      sent.push(init);
      return response instanceof Promise ? response : Promise.resolve(response);
    };
    const options = { ...defaults, fetch, ...more } as unknown as TransportOptions; // all that is read
    const split = { body: '{"a":"b","token":"hidden"}', headers: new Headers() };
    const seen: unknown[] = [];
    sendRequest('/v1/x', split, { retryCount: 0, forceRefresh: false }, options).subscribe({
      next: (open) => seen.push(open.response.status),
      error: (error: unknown) => seen.push(error),
      complete: () => seen.push('complete'),
    });
    return { seen, sent };
  }

  /** A response of any status: `Response` accepts few. */
  const answer = (status: number, fields: Record<string, string> = {}, type = 'default') => {
    const { body } = new Response('so far');
    return { status, headers: new Headers(fields), body, type };
  };

  it.each([200, 299])('emits a response of the status %d', async (status) => {
    const { seen, sent } = send(answer(status, { location: 'https://b.example' }));
    await settle();
    expect(seen).toEqual([status, 'complete']);
    expect(sent).toEqual([
      {
        method: 'POST',
        headers: expect.any(Headers),
        body: '{"a":"b","token":"hidden"}',
        redirect: 'manual',
        signal: expect.any(AbortSignal),
      },
    ]);
  });

  it('sends a request through its one interceptor', async () => {
    const shown: unknown[] = [];
    const interceptor: Interceptor = (request, next) => {
      shown.push([request.url, request.body, request.headers.get('x-api-key')]);
      return next({ ...request, body: '[]' });
    };
    const { seen, sent } = send(answer(200), { interceptors: [interceptor] });
    await settle();
    expect(shown).toEqual([['https://a.example/v1/x', '{"a":"b","token":"hidden"}', null]]);
    expect(sent).toEqual([expect.objectContaining({ body: '[]' })]);
    expect(seen).toEqual([200, 'complete']);
  });

  const redirect = (target: string) =>
    `The server redirects to ${target}. The client does not follow redirects; set baseURL to the final address.`;
  it.each<[number, string, string, string]>([
    [199, 'https://b.example', 'default', '199: so far'],
    [300, 'https://b.example/path?secret', 'default', `300: ${redirect('https://b.example')}`],
    [399, 'http://b.example:1#a', 'default', `399: ${redirect('http://b.example:1')}`],
    [302, 'https://user:secret@b.example/path', 'default', `302: ${redirect('https://b.example')}`],
    [302, 'mailto:secret@b.example', 'default', `302: ${redirect('another address')}`],
    [302, '/relative', 'default', `302: ${redirect('another address')}`],
    [302, 'see https://b.example', 'default', `302: ${redirect('another address')}`],
    [302, '', 'default', `302: ${redirect('another address')}`],
    [0, '', 'opaqueredirect', `0: ${redirect('another address')}`],
    [400, 'https://b.example', 'default', '400: so far'],
  ])('reports the status %d with the location %j', async (status, location, type, message) => {
    const { seen } = send(answer(status, { location }, type));
    await settle();
    expect(seen).toEqual([expect.objectContaining({ status, message })]);
  });

  it('reports a redirect without a location', async () => {
    const { seen } = send(answer(302));
    await settle();
    expect(seen).toEqual([expect.objectContaining({ message: `302: ${redirect('another address')}` })]);
  });

  it('reports the headers of an error: its type at a cloud, its limits and when to try again', async () => {
    const fields = {
      'x-amzn-errortype': 'ThrottlingException',
      'anthropic-ratelimit-tokens-limit': '7',
      'retry-after': '2',
    };
    const { seen } = send(answer(429, fields));
    await settle();
    expect(seen).toEqual([
      expect.objectContaining({
        type: 'rate_limit_error',
        retryAfter: 2_000,
        rateLimits: expect.objectContaining({ tokens: { limit: 7, remaining: null, reset: null } }),
      }),
    ]);
  });

  it('reads 64 KiB of the body of an error', async () => {
    const long = new Response('x'.repeat(65_537), { status: 400 });
    const { seen } = send(long);
    await settle();
    expect(seen).toEqual([expect.objectContaining({ error: 'x'.repeat(65_536) })]);
  });

  it.each<[string, object, number]>([
    ['total', { deadlines: { ...defaults.deadlines, total: 100 } }, 100],
    ['the shortest', { timeout: 300, deadlines: { ...defaults.deadlines, silence: 200, total: 250 } }, 200],
  ])('reads the body of an error for %s at most', async (_, options, time) => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    const { seen } = send(new Response(new ReadableStream(), { status: 400 }), options);
    await settle();
    jest.advanceTimersByTime(time - 1);
    expect(seen).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(seen).toEqual([expect.objectContaining({ status: 400 })]);
    jest.useRealTimers();
  });

  it.each([
    [0, 0],
    [Infinity, 0],
    [1, 1],
  ])('with a timeout of %d sets %d timers', (timeout, timers) => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    const { seen } = send(new Promise(() => undefined), { timeout });
    expect(jest.getTimerCount()).toBe(timers);
    jest.advanceTimersByTime(1);
    const message = 'No response headers within 1 ms (timeout). Raise it, or try again.';
    expect(seen).toEqual(timers === 0 ? [] : [expect.objectContaining({ name: 'APITimeoutError', message })]);
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it.each<[Record<string, string>, string]>([
    [{ 'request-id': 'req_1' }, 'req_1'],
    [{}, 'no request id'],
  ])('logs a request and its response with the headers %j', async (fields, id) => {
    const lines: unknown[] = [];
    const log = (level: string, message: string, details: () => unknown) => {
      lines.push([level, message.replace(/after \d{1,5} ms/, 'after 1 ms'), details()]);
    };
    send(answer(201, fields), { log });
    await settle();
    expect(lines).toEqual([
      [
        'debug',
        'POST https://a.example/v1/x',
        { headers: expect.objectContaining({ 'x-api-key': '***' }), body: { a: 'b', token: '***' } },
      ],
      ['info', `POST https://a.example/v1/x returned 201 after 1 ms (${id})`, { headers: fields }],
    ]);
  });
});
