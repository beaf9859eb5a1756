import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { lastValueFrom, take, toArray } from 'rxjs';
import { drainBody, type ReadResult } from '../../lib/transport/drain-body.ts';
import { readBody } from '../../lib/transport/read-body.ts';
import { bodyOf, bytes, chunk, end, openOf, textOf } from '../support/scripted-body.ts';
import { settle } from '../support/settle.ts';

describe('the rest of a complete reply', () => {
  const isComplete = () => true;

  it('is read in the background, and keeps its connection', async () => {
    const reads: string[] = [];
    const read = (result: unknown) => () => {
      reads.push('read');
      return Promise.resolve(result);
    };
    const { open, closed } = openOf(bodyOf(read(chunk(bytes('a'))), read(chunk(bytes('b'))), read(end)));
    expect(textOf(await lastValueFrom(readBody(open, [], isComplete).pipe(take(1), toArray())))).toBe('a');
    await settle();
    expect({ reads: reads.length, closed: closed.count }).toEqual({ reads: 3, closed: 0 });
  });

  it('is read after the pending read', async () => {
    let resolve: (result: unknown) => void = () => undefined;
    const { open, closed } = openOf(bodyOf(() => new Promise((done) => (resolve = done)), end));
    readBody(open, [], isComplete).subscribe().unsubscribe();
    resolve(chunk(bytes('a')));
    await settle();
    expect(closed.count).toBe(0);
  });

  it('is closed at its bound of bytes', async () => {
    const half = () => Promise.resolve(chunk(new Uint8Array(32 * 1024)));
    let reads = 0;
    const flood = Array.from({ length: 10 }, () => () => {
      reads++;
      return half();
    });
    const { open, closed } = openOf(bodyOf(chunk(bytes('a')), ...flood));
    await lastValueFrom(readBody(open, [], isComplete).pipe(take(1)));
    await settle();
    expect({ reads, closed: closed.count }).toEqual({ reads: 3, closed: 1 });
  });

  it('swallows the errors of its read', async () => {
    const body = bodyOf(chunk(bytes('a')), () => Promise.reject(new Error('reset')));
    const { open, closed } = openOf(body);
    await lastValueFrom(readBody(open, [], isComplete).pipe(take(1)));
    await settle();
    expect(closed.count).toBe(0);
  });

  describe('in time', () => {
    beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] }));
    afterEach(() => void jest.useRealTimers());

    it('is closed when it takes too long, and no timer stays', async () => {
      const { open, closed } = openOf(bodyOf(chunk(bytes('a')), () => new Promise(() => undefined)));
      await lastValueFrom(readBody(open, [], isComplete).pipe(take(1)));
      jest.advanceTimersByTime(49);
      expect(closed.count).toBe(0);
      jest.advanceTimersByTime(1);
      expect({ closed: closed.count, timers: jest.getTimerCount() }).toEqual({ closed: 1, timers: 0 });
      const ended = openOf(bodyOf(chunk(bytes('a')), end));
      await lastValueFrom(readBody(ended.open, [], isComplete).pipe(take(1)));
      await settle();
      expect(jest.getTimerCount()).toBe(0);
    });

    // A slow machine may take longer than the bound.
    it('lets the next request use the socket', async () => {
      const sockets: Socket[] = [];
      const server = createServer((socket) => {
        sockets.push(socket);
        socket.on('error', () => undefined);
        socket.on('data', () => {
          socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n');
          // After the client has unsubscribed.
          setImmediate(() => socket.write('1\r\nb\r\n0\r\n\r\n'));
        });
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as { port: number };
      for (let request = 0; request < 3; request++) {
        const controller = new AbortController();
        const url = `http://127.0.0.1:${port}`;
        const { body, headers } = await fetch(url, { signal: controller.signal });
        const reader = body!.getReader();
        const drained = new Promise<void>((resolve) => {
          const read = async () => {
            const result = await reader.read();
            if (result.done) resolve();
            return result;
          };
          const getReader = () => ({ read, cancel: () => reader.cancel() });
          const response = { body: { getReader }, headers } as unknown as Response; // only what readBody uses
          const close = () => {
            controller.abort();
            resolve();
          };
          readBody({ response, url, close }, [], isComplete).pipe(take(1)).subscribe();
        });
        await drained;
        await new Promise(setImmediate); // undici frees the socket after the read has settled
      }
      expect(sockets.length).toBe(1);
      sockets.forEach((socket) => socket.destroy());
      await new Promise((done) => server.close(done));
    });
  });
});

describe('drainBody', () => {
  const bound = 64 * 1024;

  it.each<[string, number, number, number]>([
    ['chunks of exactly the bound', bound, bound, 2],
    ['a chunk above the bound', bound + 1, 0, 1],
    ['a chunk that ends at the bound, and an empty one', bound - 1, 1, 3],
    ['empty chunks', 0, 0, bound + 1],
  ])('closes the body after %s', async (_, first, other, expected) => {
    let reads = 0;
    await new Promise<void>((close) => {
      const read = () => Promise.resolve({ done: false, value: new Uint8Array(reads++ === 0 ? first : other) });
      drainBody(read, close);
    });
    expect(reads).toBe(expected);
  });

  it('reads no further after it has closed the body', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    const pending: ((result: ReadResult) => void)[] = [];
    let closed = 0;
    drainBody(
      () => new Promise((resolve) => pending.push(resolve)),
      () => (closed += 1),
    );
    jest.advanceTimersByTime(50);
    pending[0]!({ done: false, value: new Uint8Array(bound + 1) });
    await settle();
    expect({ reads: pending.length, closed }).toEqual({ reads: 1, closed: 1 });
    jest.useRealTimers();
  });
});
