import { EventEmitter } from 'node:events';
import { describe, expect, it, jest } from '@jest/globals';
import { type NodeRequest, type NodeResponse, toNodeHandler } from '../../lib/relay/to-node-handler.ts';
import { settle } from '../support/settle.ts';

/** A response that notes its use. `room` decides whether the socket has room for more. */
class ScriptedResponse extends EventEmitter implements NodeResponse {
  readonly used: unknown[] = [];
  destroyed = false;
  room = true;

  writeHead(status: number, headers: Record<string, string | string[]>): void {
    this.used.push([status, headers]);
  }

  flushHeaders(): void {
    this.used.push('flushed');
  }

  write(chunk: Uint8Array): boolean {
    this.used.push(new TextDecoder().decode(chunk));
    return this.room;
  }

  end(): void {
    this.used.push('ended');
  }

  destroy(): void {
    this.used.push('destroyed');
  }
}

const chunks = (...texts: string[]) => texts.map((text) => new TextEncoder().encode(text));

function incoming(fields: Partial<NodeRequest> = {}, ...texts: string[]): NodeRequest {
  return {
    headers: {},
    ...fields,
    async *[Symbol.asyncIterator]() {
      for (const chunk of chunks(...texts)) yield await Promise.resolve(chunk);
    },
  };
}

/** The request that a handler gets, and the response that it does not need. */
async function converted(request: NodeRequest): Promise<{ request: Request | undefined; response: ScriptedResponse }> {
  const response = new ScriptedResponse();
  const got: { request: Request | undefined; response: ScriptedResponse } = { request: undefined, response };
  toNodeHandler((request) => {
    got.request = request;
    return Promise.resolve(new Response(null, { status: 204 }));
  })(request, response);
  await settle();
  return got;
}

/** What a response makes of an answer. */
async function sent(answer: Response, response = new ScriptedResponse()): Promise<ScriptedResponse> {
  toNodeHandler(() => Promise.resolve(answer))(incoming(), response);
  await settle();
  return response;
}

describe('toNodeHandler', () => {
  it.each([undefined, { client: {} }])('throws for %j instead of a handler', (value) => {
    expect(() => toNodeHandler(value as unknown as () => Promise<Response>)).toThrow(
      expect.objectContaining({ name: 'InvalidOptionsError', message: expect.stringContaining('handler: is') }),
    );
  });

  it.each<[string, () => unknown, string]>([
    ['throws', () => { throw new Error('Broken.'); }, 'Broken.'], // prettier-ignore
    ['rejects', () => Promise.reject(new Error('Broken.')), 'Broken.'],
    ['returns nothing', () => undefined, 'toNodeHandler: handler: returned undefined; return a Response'],
  ])('logs the error of a handler that %s, and closes the connection', async (_, handler, message) => {
    const log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const response = new ScriptedResponse();
    toNodeHandler(handler as () => Promise<Response>)(incoming(), response);
    await settle();
    expect(log.mock.calls).toEqual([['The handler sent no response.', expect.objectContaining({ message })]]);
    log.mockRestore();
    expect(response.used).toEqual(['destroyed']);
  });
});

describe('the request of a handler', () => {
  it.each<[string, Partial<NodeRequest>, string, string]>([
    ['a path', { method: 'POST', url: '/a?b=c' }, 'POST', 'http://localhost/a?b=c'],
    ['the path before a mount', { method: 'GET', url: '/a', originalUrl: '/api/a' }, 'GET', 'http://localhost/api/a'],
    ['a whole address', { method: 'GET', url: 'https://page.example/a' }, 'GET', 'https://page.example/a'],
    ['nothing', {}, 'GET', 'http://localhost/'],
  ])('has the address of %s', async (_, fields, method, url) => {
    const { request } = await converted(incoming(fields));
    expect([request?.method, request?.url]).toEqual([method, url]);
  });

  it('has all headers but those of HTTP/2 itself, and the host of HTTP/2', async () => {
    const headers = { 'x-a': '1', 'x-b': ['2', '3'], 'x-c': undefined, ':path': '/', ':authority': 'page.example' };
    const { request } = await converted(incoming({ headers }));
    expect([...(request?.headers ?? [])]).toEqual([
      ['host', 'page.example'],
      ['x-a', '1'],
      ['x-b', '2, 3'],
    ]);
    const both = await converted(incoming({ headers: { host: 'other.example', ':authority': 'page.example' } }));
    expect(both.request?.headers.get('host')).toBe('other.example');
  });

  it.each(['GET', 'HEAD'])('of a %s has no body', async (method) => {
    const { request } = await converted(incoming({ method, body: 'ignored' }, 'ignored'));
    expect(request?.body).toBeNull();
  });

  it.each<[string, Partial<NodeRequest>, string]>([
    ['of the socket', {}, '{"n":1}'],
    ['that middleware has read as text', { body: '{"n":2}' }, '{"n":2}'],
    ['that middleware has read as bytes', { body: chunks('{"n":3}')[0] }, '{"n":3}'],
    ['that middleware has read as a value', { body: { n: 4 } }, '{"n":4}'],
  ])('has the body %s', async (_, fields, text) => {
    const { request } = await converted(incoming({ method: 'POST', ...fields }, '{"n"', ':1}'));
    expect(await request?.text()).toBe(text);
  });

  it('reads the body as far as the handler does, and the rest when the handler cancels it', async () => {
    let read = 0;
    const request: NodeRequest = {
      ...incoming({ method: 'POST' }),
      async *[Symbol.asyncIterator]() {
        for (const chunk of chunks('a', 'b', 'c')) {
          read += 1;
          yield await Promise.resolve(chunk);
        }
      },
    };
    const { request: got } = await converted(request);
    expect(read).toBe(0);
    const reader = got!.body!.getReader();
    await reader.read();
    await settle();
    expect(read).toBe(1);
    await reader.cancel();
    await settle();
    expect(read).toBe(3);
  });

  it('that is not valid gets a 400', async () => {
    const { request, response } = await converted(incoming({ url: 'no address' }));
    expect([request, response.used]).toEqual([undefined, [[400, {}], 'flushed', 'ended']]);
  });

  it('is aborted when the browser leaves, and not after the response', async () => {
    const response = new ScriptedResponse();
    const signals: AbortSignal[] = [];
    const handler = toNodeHandler(({ signal }) => {
      signals.push(signal);
      return signals.length === 1 ? new Promise(() => undefined) : Promise.resolve(new Response());
    });
    handler(incoming(), response);
    await settle();
    expect(signals[0]?.aborted).toBe(false);
    response.emit('close');
    expect(signals[0]?.aborted).toBe(true);
    const whole = new ScriptedResponse();
    handler(incoming(), whole);
    await settle();
    expect(whole.used.at(-1)).toBe('ended');
    expect(whole.listenerCount('close')).toBe(0);
    whole.emit('close');
    expect(signals[1]?.aborted).toBe(false);
  });
});

describe('the response of a handler', () => {
  it('is sent with its status, its headers and each cookie, and flushed before its body', async () => {
    const headers = new Headers([
      ['x-a', '1'],
      ...['b=1', 'c=2'].map((cookie) => ['set-cookie', cookie] as [string, string]),
    ]);
    const { used } = await sent(new Response('text', { status: 201, headers }));
    expect(used).toEqual([
      [201, { 'content-type': 'text/plain;charset=UTF-8', 'set-cookie': ['b=1', 'c=2'], 'x-a': '1' }],
      'flushed',
      'text',
      'ended',
    ]);
  });

  it('waits while the socket is full', async () => {
    const response = new ScriptedResponse();
    response.room = false;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (const chunk of chunks('a', 'b')) controller.enqueue(chunk);
        controller.close();
      },
    });
    await sent(new Response(body), response);
    expect(response.used.slice(2)).toEqual(['a']);
    response.emit('drain');
    await settle();
    expect(response.used.slice(2)).toEqual(['a', 'b']);
    response.emit('drain');
    await settle();
    expect(response.used.slice(2)).toEqual(['a', 'b', 'ended']);
    expect([response.listenerCount('drain'), response.listenerCount('close')]).toEqual([0, 0]);
  });

  it.each<[string, (response: ScriptedResponse) => void]>([
    ['closes', (response) => response.emit('close')],
    ['is destroyed', (response) => void Object.assign(response, { destroyed: true }).emit('drain')],
  ])('ends without another write when the socket %s', async (_, leave) => {
    const response = new ScriptedResponse();
    response.room = false;
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(chunks('a')[0]!),
      cancel: () => void (cancelled = true),
    });
    await sent(new Response(body), response);
    leave(response);
    await settle();
    expect(response.used.slice(2)).toEqual(['a']);
    expect([response.listenerCount('drain'), response.listenerCount('close')]).toEqual([0, 0]);
    expect(cancelled).toBe(!response.destroyed);
  });

  it('is not sent to a socket that is gone, and its body is cancelled', async () => {
    const response = new ScriptedResponse();
    response.destroyed = true;
    let cancelled = false;
    await sent(new Response(new ReadableStream({ cancel: () => void (cancelled = true) })), response);
    expect([response.used, cancelled]).toEqual([[], true]);
  });

  it('cuts the connection when its body breaks off', async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) });
    const response = await sent(new Response(body));
    expect(response.used.at(-1)).toBe('destroyed');
    expect(response.used).not.toContain('ended');
  });
});
