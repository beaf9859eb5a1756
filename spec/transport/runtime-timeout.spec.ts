import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { runInThisContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { AnthropicClient, isAPIError, isRetryable } from '../../lib/index.ts';
import { runtimeTimeout } from '../../lib/transport/runtime-timeout.ts';
import { params } from '../support/params.ts';

const gaveUp = (what: string) =>
  `The fetch of the runtime stopped waiting for ${what}. This is its own timeout, not the option timeout. ` +
  "Node's fetch waits 10 s for a connection and 300 s for headers or more of a body; to raise that, pass a fetch with a " +
  'dispatcher, such as new Agent({ connect: { timeout }, headersTimeout, bodyTimeout }) of undici.';

/** An error with so many causes inside each other, the last of which is a timeout. */
const nested = (causes: number): object => (causes === 0 ? { code: 'ETIMEDOUT' } : { cause: nested(causes - 1) });

describe('runtimeTimeout', () => {
  it.each<[string, unknown, string | undefined]>([
    ['headers', { cause: { code: 'UND_ERR_HEADERS_TIMEOUT' } }, 'the response headers'],
    ['headers, by name', { name: 'HeadersTimeoutError' }, 'the response headers'],
    ['the body', { cause: { code: 'UND_ERR_BODY_TIMEOUT' } }, 'more of the body'],
    ['a connection', { cause: { code: 'UND_ERR_CONNECT_TIMEOUT' } }, 'the connection'],
    ['a connection of the system', { cause: { code: 'ETIMEDOUT' } }, 'the connection'],
    ['Bun and AbortSignal.timeout', { name: 'TimeoutError', code: 23 }, 'an answer'],
    ['Deno', new TypeError('client error (Connect): operation timed out'), 'an answer'],
    ['a cause deep down', { cause: { cause: { cause: { name: 'TimeoutError' } } } }, 'an answer'],
    ['the body, by name', { name: 'BodyTimeoutError' }, 'more of the body'],
    ['a connection, by name', { name: 'ConnectTimeoutError' }, 'the connection'],
    ['a connection of another library', { code: 'ESOCKETTIMEDOUT' }, 'the connection'],
    ['an older Deno', { name: 'TimedOut' }, 'an answer'],
    ['the code before the name', { code: 'UND_ERR_BODY_TIMEOUT', name: 'TimeoutError' }, 'more of the body'],
    ['the cause before the message', { message: 'timed out', cause: { code: 'ETIMEDOUT' } }, 'the connection'],
    ['the fourth cause', nested(4), 'the connection'],
    ['no fifth cause', nested(5), undefined],
    ['a refused connection', { message: 'fetch failed', cause: { code: 'ECONNREFUSED' } }, undefined],
    ['an abort', { name: 'AbortError', message: 'This operation was aborted' }, undefined],
    ['text', 'timed out', undefined],
    ['nothing', null, undefined],
  ])('recognizes %s', (_, error, what) => {
    expect(runtimeTimeout(error)).toBe(what && gaveUp(what));
  });

  it('stops at a cycle of causes', () => {
    const circular: { cause?: unknown } = {};
    circular.cause = circular;
    expect(runtimeTimeout(circular)).toBeUndefined();
  });
});

describe("a timer of Node's fetch", () => {
  let server: Server;
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.headers['x-answer'] === 'none') return;
      response.writeHead(200, { 'content-type': 'text/event-stream', 'request-id': 'req_1' });
      response.flushHeaders();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it.each([
    ['none', 'the response headers', null, 3],
    ['headers', 'more of the body', 'req_1', 3],
  ])(
    'that ends a request with %s of a response is a retried APITimeoutError',
    async (answer, what, requestId, count) => {
      const { port } = server.address() as { port: number };
      let attempts = 0;
      const client = new AnthropicClient({
        baseURL: `http://127.0.0.1:${port}`,
        apiKey: 'k',
        delay: () => 0,
        defaultHeaders: { 'x-answer': answer },
        fetch: async (url, init) => {
          attempts += 1;
          return fetch(url, { ...init, dispatcher: await hurried() } as RequestInit);
        },
      });
      const error = await lastValueFrom(client.messages.stream(params)).catch((error: unknown) => error);
      expect(error).toMatchObject({ name: 'APITimeoutError', message: gaveUp(what), requestId });
      expect([isAPIError(error), isRetryable(error), attempts]).toEqual([true, true, count]);
    },
  );
});

/** A dispatcher of the undici inside Node, which cannot be imported; the first `fetch` loads it. */
async function hurried(): Promise<object> {
  await fetch('data:,');
  const outside = runInThisContext('globalThis') as Record<symbol, object>; // jest has globals of its own
  const { constructor: Agent } = outside[Symbol.for('undici.globalDispatcher.1')] as {
    constructor: new (options: object) => object;
  };
  return new Agent({ headersTimeout: 100, bodyTimeout: 100 });
}
