import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  type Chunking,
  messageEvents,
  type ReplayServer,
  type ReplayServerOptions,
  sseBody,
  startReplayServer,
} from '../../lib/testing/index.ts';
import { chunker } from '../../lib/testing/chunking.ts';
import { chunksIn, eventsIn, hello, post } from './ask.ts';

const streaming = { ...hello, stream: true };
const events = messageEvents({ content: ['Grüße, 東京 👍🏽!', { thinking: 'naïve\r\n' }], chunk: 2 });

let server: ReplayServer;
async function start(options: ReplayServerOptions): Promise<void> {
  server = await startReplayServer(options);
}
afterEach(() => server.close());

/** A request whose response is not read until the spec does so. */
function postUnread(): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest(`${server.url}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': 'key', 'anthropic-version': '2023-06-01' },
    });
    asked.on('error', reject).on('response', resolve).end(JSON.stringify(streaming));
  });
}

/** The sizes of the HTTP chunks of a response, however the network joins them. */
async function wireChunks(): Promise<number[]> {
  const body = JSON.stringify(streaming);
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.write(
    `POST /v1/messages HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-api-key: key\r\nanthropic-version: 2023-06-01\r\n` +
      `content-length: ${body.length}\r\n\r\n${body}`,
  );
  const received: Uint8Array[] = [];
  for await (const chunk of socket) received.push(chunk as Uint8Array);
  // One character per byte, so that sizes can be counted in the text.
  const text = Buffer.concat(received).toString('latin1');
  const sizes: number[] = [];
  let at = text.indexOf('\r\n\r\n') + 4;
  for (;;) {
    const end = text.indexOf('\r\n', at);
    const size = Number.parseInt(text.slice(at, end), 16);
    if (size === 0) return sizes;
    sizes.push(size);
    at = end + 2 + size + 2;
  }
}

describe('chunking', () => {
  it.each<Chunking>(['whole', 'event', 'byte', { random: 1 }, { random: 2 }])('%j loses nothing', async (chunking) => {
    await start({ chunking, recording: sseBody(events) });
    expect(eventsIn(await (await post(server.url, streaming)).text())).toStrictEqual(events);
  });

  const bytes = new TextEncoder().encode(sseBody(events));
  it.each<[Chunking, number[]]>([
    ['whole', [bytes.length]],
    ['event', events.map((event) => new TextEncoder().encode(sseBody([event])).length)],
    ['byte', Array.from(bytes, () => 1)],
    [{ random: 1 }, Array.from(chunker({ random: 1 })(bytes), ({ length }) => length)],
    [(all) => [all.subarray(0, 5), all.subarray(5)], [5, bytes.length - 5]],
  ])('%p is the chunking on the wire', async (chunking, sizes) => {
    await start({ chunking, recording: bytes });
    expect(await wireChunks()).toEqual(sizes);
  });

  it('reaches a fast reader in nearly the same chunks', async () => {
    await start({ chunking: 'byte', recording: bytes });
    const chunks = await chunksIn((await post(server.url, streaming)).body!);
    expect(chunks.length).toBeGreaterThan(bytes.length / 2);
  });
});

describe('an async reply', () => {
  it('arrives when the spec yields it', async () => {
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    await start({
      respond: () => ({
        body: (async function* () {
          yield 'first';
          await held;
          yield 'second';
        })(),
      }),
    });
    const reader = (await post(server.url, streaming)).body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('first');
    await server.requests[0]!.firstByteSent;
    expect(server.requests[0]).toMatchObject({ state: 'open', bytesWritten: 5 });
    goOn();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('second');
    expect(await reader.read()).toEqual({ done: true, value: undefined });
    expect(await server.requests[0]!.closed).toBe('completed');
  });

  it('that throws breaks the body off', async () => {
    await start({
      respond: () => ({
        body: (async function* () {
          yield await Promise.resolve('first');
          throw new Error('cut');
        })(),
      }),
    });
    const response = await post(server.url, streaming);
    await expect(response.text()).rejects.toThrow('terminated');
    expect(await server.requests[0]!.closed).toBe('aborted');
  });

  it('is returned when the client disconnects', async () => {
    const returned = new Promise<void>((resolve) => {
      const body = {
        chunks: ['first'],
        [Symbol.asyncIterator]: () => ({
          next: () => {
            const value = body.chunks.pop();
            return value === undefined ? new Promise<never>(() => undefined) : Promise.resolve({ done: false, value });
          },
          return: () => {
            resolve();
            return Promise.resolve({ done: true, value: undefined });
          },
        }),
      };
      void start({ respond: () => ({ body: body as AsyncIterable<string> }) }).then(async () => {
        const response = await post(server.url, streaming);
        await response.body?.cancel();
      });
    });
    await returned;
    expect(await server.requests[0]!.closed).toBe('aborted');
  });
});

describe('a client that disconnects', () => {
  it('is seen by its abort, and nothing more is written', async () => {
    const controller = new AbortController();
    await start({ respond: () => (response) => response.writeHead(200) && response.flushHeaders() });
    await post(server.url, streaming, {
      signal: controller.signal,
      headers: { 'x-api-key': 'key' },
    });
    const [request] = server.requests;
    expect(request!.state).toBe('open');
    controller.abort();
    expect(await request!.closed).toBe('aborted');
  });

  it('is seen by the cancel of its reader', async () => {
    await start({ recording: 'x'.repeat(20_000_000) });
    const reader = (await post(server.url, streaming)).body!.getReader();
    await reader.read();
    await reader.cancel();
    const [request] = server.requests;
    expect(await request!.closed).toBe('aborted');
    expect(request!.bytesWritten).toBeLessThanOrEqual(20_000_000);
  });

  it('is seen before it has a response', async () => {
    const controller = new AbortController();
    await start({ respond: () => new Promise<never>(() => undefined) });
    const response = post(server.url, streaming, { signal: controller.signal });
    const request = await server.nextRequest();
    controller.abort();
    await expect(response).rejects.toMatchObject({ name: 'AbortError' });
    expect(await request.closed).toBe('aborted');
  });
});

describe('a client that does not read', () => {
  const recording = sseBody(Array.from({ length: 2000 }, (_, i) => ({ type: 'x', pad: 'y'.repeat(10_000), i })));

  it('pauses the server, and receives everything when it reads', async () => {
    await start({ recording });
    const response = await postUnread();
    const [request] = server.requests;
    await request!.stalled;
    const written = request!.bytesWritten;
    expect(written).toBeLessThan(recording.length);
    let bytes = 0;
    for await (const chunk of response) bytes += (chunk as Uint8Array).length;
    expect(bytes).toBe(recording.length);
    expect(await request!.closed).toBe('completed');
    expect(request!.bytesWritten).toBe(recording.length);
  });

  it('and disconnects, stops the server', async () => {
    await start({ recording });
    const response = await postUnread();
    const [request] = server.requests;
    await request!.stalled;
    response.destroy();
    expect(await request!.closed).toBe('aborted');
    expect(request!.bytesWritten).toBeLessThan(recording.length);
  });
});

describe('pace', () => {
  beforeEach(() => {
    // Only the timers of the pace: the sockets need the rest.
    jest.useFakeTimers({
      doNotFake: [
        'nextTick',
        'setImmediate',
        'clearImmediate',
        'queueMicrotask',
        'setInterval',
        'clearInterval',
        'Date',
      ],
    });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const paced = sseBody(messageEvents('one two three'));

  /** Events received, once the server only waits. */
  async function comeUntil(reader: ReadableStreamDefaultReader<Uint8Array>, count: number): Promise<string[]> {
    let text = '';
    while (text.split('\n\n').length <= count) {
      const { value, done } = await reader.read();
      if (done) break;
      text += new TextDecoder().decode(value);
    }
    return eventsIn(text).map((event) => ('delta' in event && 'text' in event.delta ? event.delta.text : event.type));
  }

  it('delays each delta, and sends everything else immediately', async () => {
    await start({ tokensPerSecond: 10, recording: paced });
    const reader = (await post(server.url, streaming)).body!.getReader();
    expect(await comeUntil(reader, 2)).toEqual(['message_start', 'content_block_start']);
    expect(jest.getTimerCount()).toBe(1);
    await jest.advanceTimersByTimeAsync(99);
    expect(jest.getTimerCount()).toBe(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(await comeUntil(reader, 1)).toEqual(['one']);
    await jest.advanceTimersByTimeAsync(100);
    expect(await comeUntil(reader, 1)).toEqual([' two']);
    await jest.advanceTimersByTimeAsync(100);
    expect(await comeUntil(reader, 4)).toEqual([' three', 'content_block_stop', 'message_delta', 'message_stop']);
    expect(await server.requests[0]!.closed).toBe('completed');
  });

  it('does not wait when it is late', async () => {
    await start({ tokensPerSecond: 10, recording: paced });
    const reader = (await post(server.url, streaming)).body!.getReader();
    await comeUntil(reader, 2);
    await jest.advanceTimersByTimeAsync(300);
    const rest = ['one', ' two', ' three', 'content_block_stop', 'message_delta', 'message_stop'];
    expect(await comeUntil(reader, 6)).toEqual(rest);
    expect(await server.requests[0]!.closed).toBe('completed');
  });

  it('keeps no timer when the client disconnects', async () => {
    await start({ tokensPerSecond: 0.001, recording: paced });
    const reader = (await post(server.url, streaming)).body!.getReader();
    await comeUntil(reader, 2);
    expect(jest.getTimerCount()).toBe(1);
    await reader.cancel();
    expect(await server.requests[0]!.closed).toBe('aborted');
    expect(jest.getTimerCount()).toBe(0);
    expect(server.requests[0]!.bytesWritten).toBeLessThan(paced.length);
  });

  it('keeps no timer when the server closes', async () => {
    await start({ tokensPerSecond: 0.001, recording: paced });
    const reader = (await post(server.url, streaming)).body!.getReader();
    await comeUntil(reader, 2);
    await server.close();
    expect(await server.requests[0]!.closed).toBe('aborted');
    expect(jest.getTimerCount()).toBe(0);
    await expect(reader.read()).rejects.toThrow('terminated');
  });

  it('does not slow down a reply without stream', async () => {
    await start({ tokensPerSecond: 0.001 });
    expect((await post(server.url, hello)).status).toBe(200);
  });
});
