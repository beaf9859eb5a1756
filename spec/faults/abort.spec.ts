import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { firstValueFrom, lastValueFrom, NEVER, take } from 'rxjs';
import { AnthropicClient, type AnthropicError, retainPartial, textDeltas } from '../../lib/index.ts';
import { fakeFetch, messageEvents, type ReplayServer, sseBody, startReplayServer } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';

let server: ReplayServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Unsubscribes from a stream when `when` returns true, and returns the notifications so far. */
async function leave(client: AnthropicClient, when: () => Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  const subscription = client.messages.stream(params).subscribe({
    next: ({ type }) => seen.push(type),
    error: (error: unknown) => seen.push((error as Error).name),
    complete: () => seen.push('complete'),
  });
  await when();
  subscription.unsubscribe();
  await new Promise(setImmediate);
  return seen;
}

describe('unsubscribing', () => {
  it('while a key is looked up sends nothing', async () => {
    const fetch = fakeFetch(messageEvents('Hi'));
    let asked = 0;
    const apiKey = () => {
      asked++;
      return NEVER;
    };
    expect(await leave(new AnthropicClient({ apiKey, fetch }), () => new Promise(setImmediate))).toEqual([]);
    expect([asked, fetch.requests.length]).toEqual([1, 0]);
  });

  it('before headers closes the socket', async () => {
    // A server that takes the request and never answers.
    const silent: Server = createServer();
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as { port: number };
    const client = new AnthropicClient({ apiKey: 'key', baseURL: `http://127.0.0.1:${port}` });
    const connected = once(silent, 'connection') as Promise<[Socket]>;
    let closed: Promise<unknown> | undefined;
    const seen = await leave(client, async () => {
      const [socket] = await connected;
      closed = once(socket.resume(), 'close');
    });
    await closed;
    expect(seen).toEqual([]);
    await new Promise((resolve) => silent.close(resolve));
  });

  it('during the wait before a retry sends nothing more', async () => {
    server = await startReplayServer({
      respond: () => ({ status: 529, headers: { 'retry-after': '3600' }, body: '{}' }),
    });
    const client = new AnthropicClient({ baseURL: server.url, apiKey: 'key' });
    const seen = await leave(client, async () => (await server!.nextRequest()).closed);
    expect(seen).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  it('frees the client: the next request is answered, on a connection that is kept', async () => {
    server = await startReplayServer({ respond: () => messageEvents('Hello there') });
    const client = new AnthropicClient({ baseURL: server.url, apiKey: 'key' });
    expect(await firstValueFrom(client.messages.stream(params).pipe(textDeltas()))).toBe('Hello');
    for (let i = 0; i < 3; i++) await lastValueFrom(client.messages.stream(params));
    expect(server.requests.map(({ state }) => state).slice(1)).toEqual(['completed', 'completed', 'completed']);
  });
});

describe('the signal of fetch', () => {
  it.each([
    ['is aborted on unsubscribe', true, (client: AnthropicClient) => client.messages.stream(params).pipe(take(1))],
    ['is left alone when a stream has ended', false, (client: AnthropicClient) => client.messages.stream(params)],
  ])('%s', async (_, aborted, use) => {
    const signals: AbortSignal[] = [];
    const answer = fakeFetch(messageEvents('Hello there'));
    const fetch: typeof globalThis.fetch = (input, init) => {
      if (init?.signal) signals.push(init.signal);
      return answer(input, init);
    };
    await lastValueFrom(use(new AnthropicClient({ apiKey: 'key', fetch })));
    expect(signals.map((signal) => signal.aborted)).toEqual([aborted]);
  });
});

describe('a signal', () => {
  it('that is aborted already sends nothing', async () => {
    const fetch = fakeFetch(messageEvents('Hi'));
    const stream$ = new AnthropicClient({ apiKey: 'key', fetch }).messages.stream(params, {
      signal: AbortSignal.abort(),
    });
    await expect(lastValueFrom(stream$)).rejects.toMatchObject({ name: 'APIUserAbortError' });
    expect(fetch.requests).toHaveLength(0);
  });

  it('ends a stalled stream with an error and closes the socket', async () => {
    server = await startReplayServer({
      respond: () => (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(sseBody(messageEvents('Hello there').slice(0, 3)));
      },
    });
    const controller = new AbortController();
    const client = new AnthropicClient({ baseURL: server.url, apiKey: 'key' });
    const seen: string[] = [];
    await new Promise<void>((resolve) => {
      client.messages
        .stream(params, { signal: controller.signal })
        .pipe(retainPartial(), textDeltas())
        .subscribe({
          next: (text) => {
            seen.push(text);
            controller.abort();
          },
          error: (error: unknown) => {
            const { name, partialMessage } = error as AnthropicError;
            seen.push(name, JSON.stringify(partialMessage?.content));
            resolve();
          },
        });
    });
    expect(seen).toEqual(['Hello', 'APIUserAbortError', '[{"type":"text","text":"Hello"}]']);
    expect(await server.requests[0]!.closed).toBe('aborted');
  });

  it('keeps no listener of 1,000 streams that completed, errored or were unsubscribed', async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners++;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners--;
      remove(...args);
    };
    const whole = sseBody(messageEvents('Hi'));
    const fetch = fakeFetch(({ headers }) => (headers.get('x-fail') ? { status: 400, body: '{}' } : whole));
    const client = new AnthropicClient({ apiKey: 'key', fetch });
    for (let i = 0; i < 1_000; i++) {
      const headers: HeadersInit = i % 3 === 2 ? { 'x-fail': 'yes' } : {};
      const stream$ = client.messages.stream(params, { signal, headers });
      const end = lastValueFrom(i % 3 === 1 ? stream$.pipe(take(1)) : stream$);
      if (i % 3 === 2) await expect(end).rejects.toMatchObject({ name: 'BadRequestError' });
      else await end;
    }
    expect(listeners).toBe(0);
  });
});

describe('limits', () => {
  it('read at most 64 KiB of an error', async () => {
    server = await startReplayServer({ respond: () => ({ status: 500, headers: {}, body: 'x'.repeat(1_000_000) }) });
    const client = new AnthropicClient({ baseURL: server.url, apiKey: 'key', maxRetries: 0 });
    const error = await lastValueFrom(client.messages.stream(params)).catch((error: unknown) => error);
    expect((error as { error: string }).error).toHaveLength(64 * 1024);
  });
});

describe('a key from a function', () => {
  it('is requested again once when it is refused', async () => {
    server = await startReplayServer({
      respond: ({ headers }) =>
        headers.get('x-api-key') === 'fresh' ? messageEvents('Hi') : { status: 401, headers: {}, body: '{}' },
    });
    const asked: boolean[] = [];
    const apiKey = ({ forceRefresh }: { forceRefresh: boolean }) => {
      asked.push(forceRefresh);
      return [forceRefresh ? 'fresh' : 'stale'];
    };
    const client = new AnthropicClient({ baseURL: server.url, apiKey });
    expect(await lastValueFrom(client.messages.stream(params).pipe(textDeltas()))).toBe('Hi');
    expect(asked).toEqual([false, true]);
  });
});
