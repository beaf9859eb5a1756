import { once } from 'node:events';
import { createServer, request as httpRequest, type RequestListener, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeWebStream } from 'node:stream/web';
import { bufferCount, concatMap, defer, forkJoin, lastValueFrom, Observable, range, take } from 'rxjs';
import { AnthropicClient } from '../../../lib/index.ts';
import { createRelay, memoryLog, proxyHandler, toNodeHandler } from '../../../lib/relay/index.ts';
import { sseBody } from '../../../lib/testing/index.ts';
import { ask } from './ask.ts';
import { runJob, startWorker } from './start-worker.ts';
import { eventsOf } from './wire.ts';

/** The ways to read streams in a process. */
export const readingWays = ['bare fetch', 'stream()', 'relay, 1 reader', 'relay, 5 readers'] as const;
/** The ways to pass them on to sockets. */
export const passingWays = ['http.request, pipe', 'fetch, pipe', 'proxyHandler()'] as const;

/** The jobs of a process of the benchmark; each field belongs to its function. */
export interface Jobs {
  readonly api: { readonly active: number; readonly rate: number };
  readonly read: { readonly how: (typeof readingWays)[number]; readonly api: string; readonly streams: number };
  readonly pass: { readonly how: (typeof passingWays)[number]; readonly api: string };
  readonly sockets: { readonly server: string; readonly streams: number };
}

/** Starts a process of the benchmark. */
export const startScaleWorker = <J extends keyof Jobs>(job: J, options: Jobs[J]) =>
  startWorker(import.meta.filename, job, options);

/** What a process has used, in bytes and ms. */
export interface Used {
  readonly heap: number;
  readonly rss: number;
  readonly cpu: number;
}

const body = JSON.stringify({ ...ask, stream: true });
const atOnce = 100;
const tick = 4;

/** Answers each message with what the process has used so far. */
function reportUse(): void {
  process.on('message', () => {
    // Before the collection, which is none of the streams' work.
    const { user, system } = process.cpuUsage();
    globalThis.gc?.();
    const { heapUsed, external, rss } = process.memoryUsage();
    process.send?.({ heap: heapUsed + external, rss, cpu: (user + system) / 1_000 } satisfies Used);
  });
}

/** Opens all, a hundred at once; each completes after its first event and stays open. */
const openAll = (streams: number, open: (i: number) => Observable<unknown>) =>
  lastValueFrom(
    range(0, streams).pipe(
      bufferCount(atOnce),
      concatMap((some) => forkJoin(some.map((i) => open(i)))),
    ),
  );

/** Subscribes for good, and completes with the first value. */
const begun = (source$: Observable<unknown>) =>
  new Observable<unknown>((subscriber) => {
    source$.subscribe({
      next: (value) => {
        subscriber.next(value);
        subscriber.complete();
      },
      error: (error: unknown) => subscriber.error(error),
    });
  });

const fetchChunks = (api: string) =>
  new Observable<Uint8Array>((subscriber) => {
    const read = async () => {
      const response = await fetch(`${api}/v1/messages`, { method: 'POST', body });
      if (!response.body) throw new Error('The response lacks a body.');
      for await (const chunk of response.body) subscriber.next(chunk);
    };
    read().catch((error: unknown) => subscriber.error(error));
  });

function listen(listener: RequestListener): void {
  const server = createServer(listener);
  server.listen({ port: 0, host: '127.0.0.1', backlog: 2_048 }, () =>
    process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
  ); // a TCP server has one
}

const sseHeaders = { 'content-type': 'text/event-stream' };

const passing: Readonly<Record<Jobs['pass']['how'], (api: string) => RequestListener>> = {
  'http.request, pipe': (api) => (incoming, outgoing) => {
    const upstream = httpRequest(`${api}/v1/messages`, { method: 'POST' }, (response) => {
      outgoing.writeHead(200, sseHeaders);
      response.pipe(outgoing);
    });
    upstream.on('error', () => outgoing.destroy());
    incoming.pipe(upstream);
  },
  'fetch, pipe': (api) => (incoming, outgoing) => {
    const pass = async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const response = await fetch(`${api}/v1/messages`, { method: 'POST', body: Buffer.concat(chunks) });
      outgoing.writeHead(200, sseHeaders);
      await pipeline(Readable.fromWeb(response.body as NodeWebStream), outgoing); // the same class
    };
    pass().catch(() => outgoing.destroy());
  },
  'proxyHandler()': (api) => {
    const client = new AnthropicClient({ apiKey: 'key', baseURL: api, logLevel: 'off' });
    const allow = { models: [ask.model], maxTokens: ask.max_tokens };
    return toNodeHandler(proxyHandler({ client, allow, authorize: 'everyone' }));
  },
};

const jobs: { readonly [J in keyof Jobs]: (options: Jobs[J]) => Promise<void> } = {
  /** An API that begins each reply, and sends to the first ones at a steady rate after a message; the next says how much. */
  api: ({ active, rate }) => {
    const events = eventsOf('text', 2, 24);
    const [head, piece] = [sseBody(events.slice(0, 3)), sseBody(events.slice(3, 4))];
    const open: ServerResponse[] = [];
    listen((request, response) => {
      request.resume();
      response.writeHead(200, sseHeaders);
      response.write(head);
      open.push(response);
    });
    let sent = 0;
    let start = 0;
    setInterval(() => {
      if (start === 0) return;
      const due = ((performance.now() - start) / 1_000) * rate * active;
      for (; sent < due; sent++) open[sent % active]?.write(piece);
    }, tick);
    process.on('message', () => {
      if (start === 0) start = performance.now();
      process.send?.(sent);
    });
    return Promise.resolve();
  },
  read: async ({ how, api, streams }) => {
    const client = new AnthropicClient({ apiKey: 'key', baseURL: api, logLevel: 'off' });
    const relay = createRelay({ log: memoryLog({ maxStreams: 20_000, maxBytes: 1e9 }) });
    const relayed = (i: number, readers: number) =>
      defer(() => relay.start(String(i), client.messages.stream(ask))).pipe(
        concatMap(() => forkJoin(Array.from({ length: readers }, () => begun(relay.attach(String(i)))))),
      );
    const ways: Readonly<Record<typeof how, (i: number) => Observable<unknown>>> = {
      'bare fetch': () => begun(fetchChunks(api)),
      'stream()': () => begun(client.messages.stream(ask)),
      'relay, 1 reader': (i) => relayed(i, 1),
      'relay, 5 readers': (i) => relayed(i, 5),
    };
    reportUse();
    await openAll(1, () => ways[how](-1));
    process.send?.('warm');
    await once(process, 'message');
    await openAll(streams, ways[how]);
    process.send?.('open');
  },
  pass: ({ how, api }) => {
    reportUse();
    listen(passing[how](api));
    return Promise.resolve();
  },
  /** Browsers that read from a proxy. */
  sockets: async ({ server, streams }) => {
    const { port } = new URL(server);
    const head = `POST /v1/messages HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
    const opened = () =>
      new Observable<unknown>((subscriber) => {
        const socket = connect(Number(port), '127.0.0.1');
        socket.on('error', (error) => subscriber.error(error));
        socket.on('data', (chunk) => subscriber.next(chunk));
        socket.write(head + body);
      }).pipe(begun, take(1));
    await openAll(streams, opened);
    process.send?.('open');
    await once(process, 'disconnect');
  },
};

await runJob(jobs);
