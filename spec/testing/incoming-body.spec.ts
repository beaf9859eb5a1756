import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { headersOf, MAX_BODY_BYTES, readBody } from '../../lib/testing/incoming-body.ts';

let server: ReturnType<typeof createServer>;
afterEach(() => void server.close());

/** The result of `read` for a request that is sent as this text. */
async function received<T>(request: string, read: (incoming: IncomingMessage) => T | Promise<T>): Promise<T> {
  return await new Promise((resolve) => {
    server = createServer((incoming, response) => {
      void Promise.resolve(read(incoming)).then((value) => {
        response.end();
        server.closeAllConnections();
        resolve(value);
      });
    });
    server.listen(0, '127.0.0.1', () => {
      connect((server.address() as AddressInfo).port, '127.0.0.1')
        .on('error', () => undefined)
        .write(request);
    });
  });
}
const post = (body: string, ...headers: string[]) =>
  ['POST / HTTP/1.1', 'host: x', `content-length: ${Buffer.byteLength(body)}`, ...headers, '', body].join('\r\n');
const chunked = (...chunks: string[]) =>
  ['POST / HTTP/1.1', 'host: x', 'transfer-encoding: chunked', '', ''].join('\r\n') +
  chunks.map((chunk) => `${Buffer.byteLength(chunk).toString(16)}\r\n${chunk}\r\n`).join('');

describe('readBody', () => {
  it('returns the text of a body of at most the limit', async () => {
    expect(await received(post('Größe'), (incoming) => readBody(incoming, 7))).toBe('Größe');
    expect(await received(post(''), (incoming) => readBody(incoming, 0))).toBe('');
  });

  it('refuses a longer one by its content-length, before it arrives', async () => {
    const announced = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 8\r\n\r\n';
    expect(await received(announced, (incoming) => readBody(incoming, 7))).toBeUndefined();
  });

  it('refuses a longer one without content-length, as soon as it is too long', async () => {
    expect(await received(chunked('abcd', 'efgh'), (incoming) => readBody(incoming, 7))).toBeUndefined();
  });

  it('has the limit of the API as default of the server: 32 MB', () => {
    expect(MAX_BODY_BYTES).toBe(33_554_432);
  });
});

describe('headersOf', () => {
  it('keeps repeated headers', async () => {
    const headers = await received(post('', 'x-a: 1', 'X-A: 2', 'x-b: 3'), headersOf);
    expect([headers.get('x-a'), headers.get('x-b'), headers.get('x-c')]).toEqual(['1, 2', '3', null]);
  });
});
