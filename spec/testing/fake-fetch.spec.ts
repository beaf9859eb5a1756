import { getEventListeners } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { errorBody, fakeFetch, messageEvents, sseBody } from '../../lib/testing/index.ts';
import { chunksIn, eventsIn, hello } from './ask.ts';

const url = 'https://api.example.com/v1/messages';
const streaming: RequestInit = { method: 'POST', body: JSON.stringify({ ...hello, stream: true }) };
const events = messageEvents('Hello there');
const asText = (chunk: Uint8Array | undefined) => new TextDecoder().decode(chunk);

/** An async iterable that yields `chunks`, then waits for ever, and reports its return(). */
function held(...chunks: (string | Uint8Array)[]) {
  const source = {
    returned: 0,
    [Symbol.asyncIterator]: () => ({
      next: () => {
        const value = chunks.shift();
        return value === undefined ? new Promise<never>(() => undefined) : Promise.resolve({ done: false, value });
      },
      return: () => {
        source.returned += 1;
        return Promise.resolve({ done: true, value: undefined });
      },
    }),
  };
  return source as typeof source & AsyncIterable<string | Uint8Array>;
}

describe('fakeFetch', () => {
  it('streams events to a request for a stream', async () => {
    const response = await fakeFetch(events)(url, streaming);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('request-id')).toMatch(/^req_01\w{22}$/);
    expect(eventsIn(await response.text())).toStrictEqual(events);
  });

  it('sends one JSON message to a request without stream', async () => {
    const response = await fakeFetch(events)(url, { method: 'POST', body: JSON.stringify(hello) });
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toMatchObject({ id: 'msg_01', content: [{ type: 'text', text: 'Hello there' }] });
  });

  it('is a fetch', () => {
    const fetch: typeof globalThis.fetch = fakeFetch(events);
    expect(fetch).toBeInstanceOf(Function);
  });

  it.each([
    ['text', 'data: raw\n\n', 'data: raw\n\n'],
    ['bytes', new Uint8Array([100, 255, 10]), 'd\ufffd\n'],
    ['text in a reply', { body: 'data: x\n\n' }, 'data: x\n\n'],
    ['nothing', {}, ''],
    ['no events', [], ''],
  ])('sends %s as it is', async (_name, reply, text) => {
    const response = await fakeFetch(reply)(url, streaming);
    expect(await response.text()).toBe(text);
  });

  it('replies with status, headers and a JSON body', async () => {
    const body = errorBody('overloaded_error', 'Overloaded', 'req_1');
    const response = await fakeFetch({ status: 529, headers: { 'Retry-After': '3' }, body })(url, streaming);
    expect([response.status, response.headers.get('retry-after')]).toEqual([529, '3']);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual(body);
  });

  it('lets the headers of the reply win', async () => {
    const headers = { 'Content-Type': 'text/html', 'request-id': 'req_mine' };
    const response = await fakeFetch({ headers, body: '<p>' })(url, streaming);
    expect([response.headers.get('content-type'), response.headers.get('request-id')]).toEqual([
      'text/html',
      'req_mine',
    ]);
  });

  it('allows a status without body', async () => {
    const fetch = fakeFetch({ status: 204 });
    const response = await fetch(url);
    expect([response.status, response.body]).toEqual([204, null]);
    expect(fetch.requests[0]!.state).toBe('completed');
  });

  it('passes a Response on and rejects with an error', async () => {
    const response = new Response('mine');
    const error = new TypeError('fetch failed');
    const fetch = fakeFetch([error, response]);
    await expect(fetch(url)).rejects.toBe(error);
    expect(await fetch(url)).toBe(response);
  });

  it('takes the replies of a list in turn and rejects after the last', async () => {
    const fetch = fakeFetch([{ status: 500 }, events]);
    expect((await fetch(url, streaming)).status).toBe(500);
    expect((await fetch(url, streaming)).status).toBe(200);
    await expect(fetch(url, streaming)).rejects.toThrow(
      'fakeFetch has no reply left: its list has 2; pass one reply per request.',
    );
  });

  it('accepts a list of responses, or of errors with a type', async () => {
    const responses = [new Response('a'), new Response('b')];
    const fetch = fakeFetch(responses);
    expect([await fetch(url), await fetch(url)]).toEqual(responses);
    const error = Object.assign(new Error('Overloaded'), { type: 'overloaded_error' });
    await expect(fakeFetch([error])(url)).rejects.toBe(error);
  });

  it('calls a function, which may be asynchronous or throw', async () => {
    const fetch = fakeFetch(async ({ body }) => {
      await Promise.resolve();
      if (body?.max_tokens === 1) throw new RangeError('no');
      return sseBody(messageEvents(`${body?.max_tokens ?? 'none'}`));
    });
    expect(await (await fetch(url, streaming)).text()).toContain('"1024"');
    await expect(fetch(url, { body: '{"max_tokens":1}', method: 'POST' })).rejects.toThrow(RangeError);
  });

  describe('requests', () => {
    it('are recorded with method, address, headers and body', async () => {
      const fetch = fakeFetch(events);
      await fetch(new URL('/v1/messages?x=1', url), { ...streaming, headers: { 'X-Api-Key': 'key' } });
      await fetch(new Request(url, { method: 'POST', headers: { a: 'b' }, body: '[1]' }));
      await fetch('/relative', { body: 'no json', method: 'PUT' });
      await fetch(url);
      expect(
        fetch.requests.map(({ method, url, path, headers, body }) => [method, url, path, [...headers], body]),
      ).toEqual([
        ['POST', `${url}?x=1`, '/v1/messages', [['x-api-key', 'key']], { ...hello, stream: true }],
        [
          'POST',
          url,
          '/v1/messages',
          [
            ['a', 'b'],
            ['content-type', 'text/plain;charset=UTF-8'],
          ],
          [1],
        ],
        ['PUT', '/relative', '/relative', [], undefined],
        ['GET', url, '/v1/messages', [], undefined],
      ]);
    });

    it('report how they ended', async () => {
      const fetch = fakeFetch(events);
      const response = await fetch(url, streaming);
      const [request] = fetch.requests;
      expect([request!.state, request!.bytesWritten, request!.closedAt]).toEqual(['open', 0, undefined]);
      const text = await response.text();
      await request!.firstByteSent;
      expect(await request!.closed).toBe('completed');
      expect([request!.state, request!.bytesWritten]).toEqual(['completed', text.length]);
      expect(request!.closedAt).toBeLessThanOrEqual(performance.now());
    });

    it('are complete with the last byte, without a read for the end', async () => {
      const fetch = fakeFetch('abc', { chunking: 'whole' });
      const reader = (await fetch(url, streaming)).body!.getReader();
      await reader.read();
      expect(fetch.requests[0]!.state).toBe('completed');
    });
  });

  describe('body', () => {
    it('arrives per event, and otherwise on demand', async () => {
      const chunks = await chunksIn((await fakeFetch(events)(url, streaming)).body!);
      expect(chunks.map(asText)).toEqual(events.map((event) => sseBody([event])));
      const bytes = await chunksIn((await fakeFetch('äb', { chunking: 'byte' })(url, streaming)).body!);
      expect(bytes.map((chunk) => [...chunk])).toEqual([[0xc3], [0xa4], [0x62]]);
    });

    it('is produced only as far as it is read', async () => {
      const fetch = fakeFetch('abc', { chunking: 'byte' });
      const reader = (await fetch(url, streaming)).body!.getReader();
      await reader.read();
      await new Promise((resolve) => setImmediate(resolve));
      expect(fetch.requests[0]!.bytesWritten).toBe(1);
      await reader.cancel();
      expect(fetch.requests[0]!.state).toBe('aborted');
    });

    it('can be paused by the chunks of a spec', async () => {
      const body = held('data: 1\n\n', new Uint8Array([50]));
      const fetch = fakeFetch({ body });
      const reader = (await fetch(url, streaming)).body!.getReader();
      expect(asText((await reader.read()).value)).toBe('data: 1\n\n');
      expect(asText((await reader.read()).value)).toBe('2');
      const waiting = reader.read();
      await reader.cancel();
      expect(await waiting).toEqual({ done: true, value: undefined });
      expect([body.returned, fetch.requests[0]!.state]).toEqual([1, 'aborted']);
    });

    it('ignores chunks after the reader has cancelled', async () => {
      let give: (chunk: IteratorResult<string>) => void = () => undefined;
      const next = () => new Promise<IteratorResult<string>>((resolve) => (give = resolve));
      const fetch = fakeFetch({ body: { [Symbol.asyncIterator]: () => ({ next }) } });
      const reader = (await fetch(url, streaming)).body!.getReader();
      const waiting = reader.read();
      await reader.cancel();
      give({ done: false, value: 'late' });
      await waiting;
      await new Promise((resolve) => setImmediate(resolve));
      expect(fetch.requests[0]!.bytesWritten).toBe(0);
    });

    it('can be a ReadableStream, which is cancelled by its reader', async () => {
      let cancelled = false;
      const body = new ReadableStream<string>({
        start: (controller) => controller.enqueue('x'),
        cancel: () => {
          cancelled = true;
        },
      });
      const reader = (await fakeFetch({ body })(url, streaming)).body!.getReader();
      expect(asText((await reader.read()).value)).toBe('x');
      await reader.cancel();
      await new Promise((resolve) => setImmediate(resolve));
      expect(cancelled).toBe(true);
    });

    it('fails with the error of its chunks', async () => {
      const broken = new TypeError('terminated');
      const fetch = fakeFetch({
        body: (async function* () {
          yield await Promise.resolve('x');
          throw broken;
        })(),
      });
      const response = await fetch(url, streaming);
      await expect(response.text()).rejects.toBe(broken);
      expect(fetch.requests[0]!.state).toBe('aborted');
    });
  });

  describe('signal', () => {
    it('that has aborted rejects without a request', async () => {
      const fetch = fakeFetch(events);
      await expect(fetch(url, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
      expect(fetch.requests).toEqual([]);
    });

    it('rejects a request that waits for its reply, with its reason', async () => {
      const fetch = fakeFetch(() => new Promise<never>(() => undefined));
      const controller = new AbortController();
      const response = fetch(url, { ...streaming, signal: controller.signal });
      const reason = new Error('mine');
      controller.abort(reason);
      await expect(response).rejects.toBe(reason);
      expect(fetch.requests[0]!.state).toBe('aborted');
    });

    it('breaks off the body, also of a Request', async () => {
      const body = held('x');
      const fetch = fakeFetch({ body });
      const controller = new AbortController();
      const response = await fetch(new Request(url, { ...streaming, signal: controller.signal }));
      const reader = response.body!.getReader();
      await reader.read();
      const waiting = reader.read();
      controller.abort();
      await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
      expect([body.returned, fetch.requests[0]!.state]).toEqual([1, 'aborted']);
    });

    it('does nothing to a body that is complete', async () => {
      const fetch = fakeFetch(events);
      const controller = new AbortController();
      const response = await fetch(url, { ...streaming, signal: controller.signal });
      await response.text();
      expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
      controller.abort();
      expect(fetch.requests[0]!.state).toBe('completed');
    });
  });
});
