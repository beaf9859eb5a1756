import { describe, expect, it } from '@jest/globals';
import { InvalidParamsError } from '../../lib/errors/invalid-params-error.ts';
import { fetchResponse } from '../../lib/transport/fetch-response.ts';
import type { OpenResponse } from '../../lib/transport/open-response.ts';
import { settle } from '../support/settle.ts';

const url = 'https://api.example/v1/messages?key=hidden';

/** A response whose body says whether it is cancelled. */
function bodied() {
  const log: string[] = [];
  const response = new Response(new ReadableStream({ cancel: () => void log.push('cancelled') }));
  return { response, log };
}

function watch(send: typeof fetch, address = url) {
  const seen: unknown[] = [];
  const signals: (AbortSignal | null | undefined)[] = [];
  const recorded: typeof fetch = (input, init) => {
    signals.push(init?.signal);
    return send(input, init);
  };
  const subscription = fetchResponse(address, { method: 'POST' }, recorded).subscribe({
    next: (open) => seen.push(open),
    error: (error: unknown) => seen.push(error),
    complete: () => seen.push('complete'),
  });
  return { seen, signals, subscription, aborted: () => signals.map((signal) => signal?.aborted) };
}

describe('fetchResponse', () => {
  it('sends once subscribed, with the init and a signal', async () => {
    const sent: unknown[] = [];
    const send: typeof fetch = (...args) => {
      sent.push(args);
      return Promise.resolve(new Response(null, { status: 204 }));
    };
    const response$ = fetchResponse(url, { method: 'POST' }, send);
    expect(sent).toEqual([]);
    response$.subscribe();
    expect(sent).toEqual([[url, { method: 'POST', signal: expect.any(AbortSignal) }]]);
    await settle();
  });

  it('emits the response of any status with its address without query, and completes', async () => {
    const response = new Response('{}', { status: 529 });
    const { seen, aborted } = watch(() => Promise.resolve(response));
    await settle();
    expect(seen).toEqual([
      { response, url: 'https://api.example/v1/messages', close: expect.any(Function) },
      'complete',
    ]);
    expect(aborted()).toEqual([false]);
  });

  it('emits the address of a fetch that sends the request elsewhere', async () => {
    const response = Object.defineProperty(new Response('{}'), 'url', { value: 'https://cloud.example/m/raw?key=k' });
    const { seen } = watch(() => Promise.resolve(response));
    await settle();
    expect(seen[0]).toMatchObject({ url: 'https://cloud.example/m/raw' });
  });

  it('closes the connection through the response, also of a fetch that ignores the signal', async () => {
    const { response, log } = bodied();
    const { seen, aborted } = watch(() => Promise.resolve(response));
    await settle();
    (seen[0] as OpenResponse).close();
    await settle();
    expect([aborted(), log]).toEqual([[true], ['cancelled']]);
  });

  it('aborts the request on unsubscribe, and cancels a body that arrives later', async () => {
    const { response, log } = bodied();
    let resolve: (response: Response) => void = () => undefined;
    const { seen, subscription, aborted } = watch(() => new Promise((done) => (resolve = done)));
    subscription.unsubscribe();
    expect(aborted()).toEqual([true]);
    resolve(response);
    await settle();
    expect([seen, log]).toEqual([[], ['cancelled']]);
  });

  it('does not abort a request that has failed', async () => {
    const { aborted } = watch(() => Promise.reject(new Error('ECONNRESET')));
    await settle();
    expect(aborted()).toEqual([false]);
  });

  const refused = new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') });
  const typed = new InvalidParamsError([]);
  it.each<[string, typeof fetch, string, object]>([
    [
      'a failed connection, with the origin only',
      () => Promise.reject(refused),
      url,
      {
        name: 'APIConnectionError',
        message: 'No connection to https://api.example: fetch failed, ECONNREFUSED.',
        cause: refused,
      },
    ],
    [
      'a fetch that throws, with a relative address',
      () => {
        throw refused;
      },
      '/api',
      { name: 'APIConnectionError', message: 'No connection to /api: fetch failed, ECONNREFUSED.' },
    ],
    [
      'a timeout of the runtime',
      () => Promise.reject(Object.assign(new Error('x'), { code: 'UND_ERR_HEADERS_TIMEOUT' })),
      url,
      { name: 'APITimeoutError', message: expect.stringContaining('stopped waiting for the response headers') },
    ],
    ['a typed error of a fetch as it is', () => Promise.reject(typed), url, typed],
    [
      'a value that is no response',
      () => Promise.resolve(null as never),
      url,
      {
        name: 'InvalidOptionsError',
        issues: [{ path: 'fetch', message: expect.stringMatching(/^resolved with null;/) }],
      },
    ],
  ])('reports %s', async (_, send, address, expected) => {
    const { seen } = watch(send, address);
    await settle();
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject(expected);
  });
});
