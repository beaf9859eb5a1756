import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { encodeReply, framed, type Reply } from '../../lib/testing/reply.ts';
import { trackRequest } from '../../lib/testing/seen-request.ts';
import { sendReply, type SendOptions } from '../../lib/testing/send-reply.ts';
import { chunksIn } from './ask.ts';

let server: Server;
let respond: (response: ServerResponse) => void;
beforeEach(async () => {
  server = createServer((_, response) => respond(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function open(reply: Reply, options: Partial<SendOptions> = {}, encode = encodeReply(reply, false)) {
  const tracked = trackRequest({ method: 'GET', url: '/', headers: new Headers(), body: undefined, requestId: '' });
  const sent = new Promise<void>((resolve, reject) => {
    respond = (response) =>
      void sendReply(encode, response, tracked, { chunking: 'whole', ...options }).then(resolve, reject);
  });
  const { port } = server.address() as AddressInfo;
  const aborter = new AbortController();
  const response = fetch(`http://127.0.0.1:${port}`, { signal: aborter.signal });
  return { ...tracked, sent, response, aborter };
}
const textIn = async (response: Response) => Buffer.concat(await chunksIn(response.body!)).toString();

/** Chunks that wait for the spec after the first one. */
function waiting() {
  const log: string[] = [];
  const gate: { open: () => void } = { open: () => undefined };
  const opened = new Promise<void>((resolve) => (gate.open = resolve));
  async function* chunks() {
    try {
      yield 'a';
      await opened;
      yield new Uint8Array([98]);
    } finally {
      log.push('returned');
    }
  }
  return { log, gate, chunks: chunks() };
}

describe('sendReply', () => {
  it('sends status, headers and bytes', async () => {
    const { response, request, sent } = open({ status: 201, headers: { 'x-a': '1' }, body: 'abc' });
    const { status, headers } = await response;
    expect([status, headers.get('x-a'), await textIn(await response)]).toEqual([201, '1', 'abc']);
    await sent;
    expect(request.bytesWritten).toBe(3);
  });

  it('sends chunks as a spec yields them, the headers before', async () => {
    const { gate, chunks } = waiting();
    const { response, request } = open({ body: chunks });
    const open$ = await response;
    await request.firstByteSent;
    expect(request.bytesWritten).toBe(1);
    gate.open();
    expect(await textIn(open$)).toBe('ab');
  });

  it('ends, and returns the chunks, when the client disconnects', async () => {
    const { log, gate, chunks } = waiting();
    const { response, request, sent, aborter } = open({ body: chunks });
    await response;
    await request.firstByteSent;
    aborter.abort();
    await sent;
    gate.open();
    await new Promise(setImmediate);
    expect([log, request.bytesWritten]).toEqual([['returned'], 1]);
  });

  it('stops writing bytes when the client disconnects', async () => {
    const { response, request, sent, aborter } = open({ body: 'x'.repeat(64) }, { chunking: () => endless() });
    await response;
    await request.firstByteSent;
    aborter.abort();
    await sent;
    expect(request.bytesWritten).toBeGreaterThan(0);
  });

  it('waits for a slow reader, and continues with it', async () => {
    const { response, request, sent } = open({ body: 'x'.repeat(64 * 1024 * 1024) }, { chunking: mebibytes });
    await request.stalled;
    expect(request.bytesWritten).toBeLessThan(64 * 1024 * 1024);
    expect((await textIn(await response)).length).toBe(64 * 1024 * 1024);
    await sent;
  });

  it('sends events over InvokeModel in frames, from bytes and from chunks', async () => {
    const headers = { 'content-type': 'text/event-stream' };
    const wire = 'event: ping\ndata: {"type":"ping"}\n\n';
    async function* pieces() {
      await Promise.resolve();
      yield wire.slice(0, 9);
      yield wire.slice(9);
    }
    const [ofBytes, ofChunks] = [
      { headers, body: wire },
      { headers, body: pieces() },
    ].map((reply) => framed(encodeReply(reply, false)));
    const first = await textIn(await open('', {}, ofBytes).response);
    expect(first).toContain(':message-type');
    expect(await textIn(await open('', {}, ofChunks).response)).toBe(first);
  });
});

function mebibytes(bytes: Uint8Array): Uint8Array[] {
  const size = 1024 * 1024;
  return Array.from({ length: bytes.length / size }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}

/** As many chunks as anybody reads. */
function endless(): Uint8Array[] {
  const chunk = new Uint8Array(16);
  return {
    *[Symbol.iterator]() {
      for (;;) yield chunk;
    },
  } as unknown as Uint8Array[]; // only iterated
}
