import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { makeBody, noise } from './make-body.ts';
import type { Random } from './random.ts';

/** What a server does, one after the other. */
export type Step =
  | { readonly write: Buffer }
  | { readonly wait: number }
  /** Writes this again and again until the client leaves or `bytes` are sent. */
  | { readonly flood: Buffer; readonly bytes: number }
  /** `keep` frees the connection for the next request, `hold` sends nothing more and keeps it open. */
  | { readonly end: 'keep' | 'hold' | 'close' | 'reset' };

const encoders: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  gzip: (body) => gzipSync(body),
  'x-gzip': (body) => gzipSync(body),
  deflate: (body) => deflateSync(body),
  DEFLATE: (body) => deflateRawSync(body),
  br: (body) => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
};
const bomb = gzipSync(Buffer.alloc(4 * 1024 * 1024, 'data:\n'));
const statuses = [
  199, 204, 205, 206, 226, 299, 300, 301, 302, 304, 307, 308, 400, 401, 403, 404, 408, 409, 413, 422, 429,
];
const moreStatuses = [500, 502, 503, 504, 529, 599, 600, 999, 0, 1, 1000, 101, 100, 102, 103];
const contentTypes = [
  'text/event-stream',
  'text/event-stream; charset=utf-8',
  'Text/Event-Stream;charset="utf-8"',
  'text/event-stream, text/event-stream',
  'application/json',
  'text/html; not=text/event-stream',
  'x',
  '',
  ';;;',
];
const oddHeaders = [
  'retry-after: 0',
  'retry-after: soon',
  'retry-after: 99999999999999999999',
  'retry-after-ms: -1',
  'x-should-retry: true',
  'x-should-retry: false',
  'request-id: req_1',
  'request-id: req_1\r\nrequest-id: req_2',
  'anthropic-ratelimit-requests-reset: never',
  'anthropic-ratelimit-requests-limit: 1e999',
  'set-cookie: a=b',
  'location: https://elsewhere.example/?token=abc',
  'location: ::::',
  'connection: close',
  'connection: upgrade\r\nupgrade: websocket',
  'keep-alive: timeout=0',
  'content-range: bytes 0-1/x',
  'trailer: x-end',
  'x-empty:',
  'x folded: a\r\n b',
  'x-latin: \xff\xfe',
  'x-control: a\x01b',
  'no colon at all',
  ': no name',
  `x-long: ${'y'.repeat(5_000)}`,
  `x-huge: ${'y'.repeat(40_000)}`,
];

/** One HTTP response, right or wrong in one or more ways, and how it is sent. */
export function makeResponse(random: Random): Step[] {
  if (random.chance(0.03)) return [{ write: noise(random, random.below(500)) }, { end: ending(random) }];
  if (random.chance(0.01)) return tooManyEncodings(random);
  const head: string[] = [];
  for (let hints = random.chance(0.05) ? random.below(4) : 0; hints > 0; hints--) {
    head.push(`HTTP/1.1 ${random.pick([100, 102, 103])} Early\r\nlink: </a>\r\n\r\n`);
  }
  head.push(statusLine(random), '\r\n');
  if (random.chance(0.9))
    head.push(`content-type: ${random.chance(0.6) ? contentTypes[0]! : random.pick(contentTypes)}\r\n`);
  for (let odd = random.pick([0, 0, 0, 1, 2]); odd > 0; odd--) head.push(random.pick(oddHeaders), '\r\n');
  const { body, header } = encoded(makeBody(random), random);
  const framed = frame(body, random);
  let start = `${head.join('')}${header}${framed.header}\r\n`;
  if (random.chance(0.03)) start = start.replaceAll('\r\n', random.pick(['\n', '\r']));
  const whole = Buffer.concat([Buffer.from(start, 'latin1'), framed.body]);
  return delivered(whole, framed.isRight, random);
}

/**
 * Whole and closed, as after more than five encodings undici throws where nobody can catch it when the connection breaks,
 * whatever the caller of fetch does.
 */
function tooManyEncodings(random: Random): Step[] {
  const encodings = Array.from({ length: 6 + random.below(9) }, () => random.pick(Object.keys(encoders)));
  const head = `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-encoding: ${encodings.join(',')}\r\n`;
  return [{ write: Buffer.from(`${head}content-length: 4\r\n\r\nxxxx`) }, { end: 'close' }];
}

function statusLine(random: Random): string {
  if (random.chance(0.6)) return 'HTTP/1.1 200 OK';
  if (random.chance(0.1))
    return random.pick(['HTTP/9.9 200 OK', 'HTTP/1.1', 'ICY 200 OK', 'HTTP/1.1 abc', 'HTTP/1.0 200 OK']);
  const status = random.pick(random.chance(0.7) ? statuses : moreStatuses);
  return `HTTP/1.1 ${status}${random.pick([' Reason', ' ', '', ' \xff'])}`;
}

function encoded(body: Buffer, random: Random): { body: Buffer; header: string } {
  if (random.chance(0.75)) return { body, header: '' };
  if (random.chance(0.1)) return { body: bomb, header: 'content-encoding: gzip\r\n' };
  const names = Array.from({ length: random.pick([1, 1, 1, 2, 5]) }, () => random.pick(Object.keys(encoders)));
  let packed = names.reduce((bytes, name) => encoders[name]!(bytes), body);
  if (random.chance(0.3)) packed = packed.subarray(0, random.below(packed.length));
  if (random.chance(0.2)) packed = Buffer.concat([packed, noise(random, 50)]);
  if (random.chance(0.1)) packed = noise(random, 200);
  const told = random.chance(0.2) ? random.pick(['zstd', 'unknown', 'identity', 'gzip,,', 'br', '']) : names.join(', ');
  return { body: packed, header: `content-encoding: ${told}\r\n` };
}

interface Framed {
  readonly header: string;
  readonly body: Buffer;
  /** Whether the next response can follow on the same connection. */
  readonly isRight: boolean;
}

function frame(body: Buffer, random: Random): Framed {
  const { length } = body;
  switch (random.below(8)) {
    case 0:
      return { header: '', body, isRight: false };
    case 1:
    case 2:
    case 3:
      return { header: `content-length: ${length}\r\n`, body, isRight: true };
    case 4: {
      const lies = [0, 1, length - 1, length + 1, length + 10_000, -1, 'x', '1e3', 2 ** 60, `${length}, ${length + 1}`];
      const second = random.chance(0.2) ? 'content-length: 7\r\n' : '';
      return { header: `content-length: ${random.pick(lies)}\r\n${second}`, body, isRight: false };
    }
    default: {
      const header = `${random.chance(0.03) ? 'content-length: 5\r\n' : ''}transfer-encoding: chunked\r\n`;
      return { header, ...chunked(body, random) };
    }
  }
}

function chunked(body: Buffer, random: Random): { body: Buffer; isRight: boolean } {
  const parts: Buffer[] = [];
  const wrong = random.chance(0.3) ? random.below(5) : -1;
  for (let at = 0; at < body.length;) {
    const piece = body.subarray(at, at + 1 + random.below(body.length));
    const extension = random.chance(0.1) ? ';name="value"' : '';
    parts.push(Buffer.from(`${piece.length.toString(16)}${extension}\r\n`), piece, Buffer.from('\r\n'));
    at += piece.length;
  }
  const last = random.chance(0.2) ? '0\r\nx-end: 1\r\nX-end: \xff\r\n\r\n' : '0\r\n\r\n';
  const ends = ['', '0\r\n', 'FFFFFFFFFFFFFFFF\r\n', 'zz\r\n', `${last}HTTP/1.1 200 OK\r\n\r\nmore`];
  parts.push(Buffer.from(ends[wrong] ?? last, 'latin1'));
  return { body: Buffer.concat(parts), isRight: wrong === -1 };
}

function delivered(whole: Buffer, isRight: boolean, random: Random): Step[] {
  const end = isRight && random.chance(0.8) ? 'keep' : ending(random);
  const cut = random.chance(0.1) ? whole.subarray(0, random.below(whole.length + 1)) : whole;
  const rest: Step[] = cut === whole ? [{ end }] : [{ end: ending(random) }];
  if (random.chance(0.02)) rest.unshift({ flood: makeBody(random), bytes: 4 * 1024 * 1024 });
  if (random.chance(0.6)) return [{ write: cut }, ...rest];
  const steps: Step[] = [];
  const pieces = 1 + random.below(random.pick([2, 5, 30]));
  const isDrip = random.chance(0.2);
  for (let i = 0; i < pieces; i++) {
    const from = Math.floor((i * cut.length) / pieces);
    steps.push({ write: cut.subarray(from, Math.floor(((i + 1) * cut.length) / pieces)) });
    steps.push({ wait: isDrip ? random.below(60) : 0 });
  }
  return [...steps, ...rest];
}

function ending(random: Random): 'hold' | 'close' | 'reset' {
  return random.pick(['close', 'close', 'close', 'reset', 'reset', 'hold']);
}
