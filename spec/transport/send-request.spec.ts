import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Observable } from 'rxjs';
import { AnthropicClient, isAnthropicError, type RequestOptions } from '../../lib/index.ts';
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
  `InvalidOptionsError: AnthropicClient: fetch: resolved with ${problem}; resolve with a Response whose body nobody has read`;
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
      noConnection('undefined'),
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
});
