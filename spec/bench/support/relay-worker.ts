import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient } from '@redis/client';
import {
  defer,
  finalize,
  firstValueFrom,
  forkJoin,
  lastValueFrom,
  map,
  type Observable,
  of,
  Subject,
  takeWhile,
  tap,
  timer,
} from 'rxjs';
import { concat, ignoreElements, mergeMap, range, switchMap } from 'rxjs';
import { AnthropicClient, type MessageStreamEvent } from '../../../lib/index.ts';
import { createRelay, memoryLog, type Relay, relayHandler, toNodeHandler } from '../../../lib/relay/index.ts';
import { redisLog } from '../../../lib/relay/redis/index.ts';
import { messageEvents, sseBody } from '../../../lib/testing/index.ts';
import { ask } from './ask.ts';
import { quantile } from './rounds.ts';
import { runJob, startWorker } from './start-worker.ts';

/** The jobs of a process of the relay's benchmark; each field belongs to its function. */
export interface Jobs {
  readonly api: { readonly rate: number; readonly deltas: number };
  readonly cpu: {
    readonly how: 'bare' | 'kept' | 'memory' | 'redis';
    readonly api: string;
    readonly redis: string;
    readonly streams: number;
  };
  readonly emit: {
    readonly redis: string;
    readonly run: string;
    readonly streams: number;
    readonly rate: number;
    readonly seconds: number;
  };
  readonly read: {
    readonly redis: string;
    readonly run: string;
    readonly streams: number;
    readonly quiet: number;
    readonly readers: number;
  };
  readonly memory: {
    readonly streams: number;
    readonly rate: number;
    readonly seconds: number;
    readonly readers: number;
  };
  readonly heap: { readonly readers: number };
  readonly serve: Record<string, never>;
  readonly hold: { readonly redis: string; readonly run: string; readonly streams: number; readonly lease: number };
}

/** Latencies in ms and CPU in ms. */
export interface Read {
  readonly p50: number;
  readonly p99: number;
  readonly events: number;
  readonly cpu: number;
}

/** Starts a process of the relay's benchmark. */
export const startRelayWorker = <J extends keyof Jobs>(job: J, options: Jobs[J]) =>
  startWorker(import.meta.filename, job, options);

const delta = (piece: string): MessageStreamEvent => ({
  type: 'content_block_delta',
  index: 0,
  delta: { type: 'text_delta', text: piece },
});
const now = () => performance.timeOrigin + performance.now();
const cpuOf = (since?: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
};
const relayOn = (url: string, lease = 10_000): Relay => createRelay({ log: redisLog(createClient({ url })), lease });
const idOf = (run: string, i: number) => `bench-${run}-${i}`;

/** A source of stamped deltas for each of many streams, `rate` per second each, spread evenly. */
function stampedSources(streams: number, rate: number) {
  const sources = Array.from({ length: streams }, () => new Subject<MessageStreamEvent>());
  return {
    sources,
    run: async (seconds: number) => {
      const start = performance.now();
      let sent = 0;
      await lastValueFrom(
        timer(0, 1).pipe(
          map(() => {
            const due = Math.min(((performance.now() - start) / 1_000) * rate * streams, seconds * rate * streams);
            // Ninety bytes of JSON, as the recordings have.
            for (; sent < due; sent++) sources[sent % streams]?.next(delta(String(now()).padEnd(18)));
            return due;
          }),
          takeWhile((due) => due < seconds * rate * streams),
        ),
        { defaultValue: 0 },
      );
      for (const source of sources) source.complete();
      return sent;
    },
  };
}

/** Reads everything with so many readers each, and reports when all have ended. */
function readAll(
  relay: Relay,
  ids: readonly string[],
  readers: number,
  opened: () => void,
): Observable<Omit<Read, 'cpu'>> {
  const latencies: number[] = [];
  let left = ids.length * readers;
  const onOpen = () => {
    left -= 1;
    if (left === 0) opened();
  };
  const ended = range(0, ids.length * readers).pipe(
    mergeMap((i) =>
      relay.attach(ids[i % ids.length] ?? '', { onOpen }).pipe(
        map(({ event }) => {
          if (event.type === 'content_block_delta' && event.delta.type === 'text_delta')
            latencies.push(now() - Number(event.delta.text));
        }),
        ignoreElements(),
      ),
    ),
  );
  const result$ = defer(() => {
    // The first third warms up.
    const warm = latencies.slice(latencies.length / 3);
    return of({ p50: quantile(warm, 0.5), p99: quantile(warm, 0.99), events: latencies.length });
  });
  return concat(ended, result$);
}

const jobs: { readonly [J in keyof Jobs]: (options: Jobs[J]) => Promise<void> } = {
  /** An API that sends deltas at a steady rate. */
  api: async ({ rate, deltas }) => {
    const events = messageEvents('x');
    const at = events.findIndex(({ type }) => type === 'content_block_delta');
    const [head, piece, tail] = [events.slice(0, at), sseBody([delta(' and so on')]), events.slice(at + 1)].map(
      (part) => (typeof part === 'string' ? part : sseBody(part)),
    );
    const open = new Map<ServerResponse, number>();
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(head);
      open.set(response, 0);
    });
    setInterval(() => {
      for (const [response, sent] of open) {
        if (sent < deltas) response.write(piece);
        else response.end(tail);
        if (sent < deltas) open.set(response, sent + 1);
        else open.delete(response);
      }
    }, 1_000 / rate);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    process.send?.((server.address() as AddressInfo).port);
  },
  /** What it costs a process to produce replies. */
  cpu: async ({ how, api, redis, streams }) => {
    const client = new AnthropicClient({ apiKey: 'key', baseURL: api, logLevel: 'off' });
    const relay = how === 'redis' ? relayOn(redis) : createRelay({ log: memoryLog() });
    const kept: string[] = [];
    const one = async (id: string) => {
      const stream$ = client.messages.stream(ask);
      if (how === 'bare') await lastValueFrom(stream$);
      else if (how === 'kept') await lastValueFrom(stream$.pipe(tap((event) => kept.push(JSON.stringify(event)))));
      else await new Promise<void>((resolve) => relay.start(id, stream$.pipe(finalize(resolve))).subscribe());
    };
    const all = (round: string) =>
      Promise.all(Array.from({ length: streams }, (_, i) => one(`${process.pid}-${round}-${i}`)));
    await all('warm-up');
    const before = process.cpuUsage();
    await all('measured');
    process.send?.(cpuOf(before));
    await relay.close();
  },
  /** Replies in Redis whose deltas say when they were made. */
  emit: async ({ redis, run, streams, rate, seconds }) => {
    const relay = relayOn(redis);
    const stamped = stampedSources(streams, rate);
    await lastValueFrom(forkJoin(stamped.sources.map((source, i) => relay.start(idOf(run, i), source))));
    process.send?.('ready');
    await once(process, 'message');
    const before = process.cpuUsage();
    const events = await stamped.run(seconds);
    process.send?.({ events, cpu: cpuOf(before) });
  },
  /** Readers of those replies, beside quiet ones. */
  read: async ({ redis, run, streams, quiet, readers }) => {
    const relay = relayOn(redis);
    const silent = Array.from({ length: quiet }, (_, i) => idOf(`${run}-quiet`, i));
    await lastValueFrom(forkJoin(silent.map((id) => relay.start(id, new Subject<MessageStreamEvent>()))), {
      defaultValue: [],
    });
    for (const id of silent) relay.attach(id).subscribe({ error: () => undefined });
    const ids = Array.from({ length: streams }, (_, i) => idOf(run, i));
    let before = process.cpuUsage();
    const opened = () => {
      before = process.cpuUsage();
      process.send?.('ready');
    };
    const result = await lastValueFrom(readAll(relay, ids, readers, opened));
    process.send?.({ ...result, cpu: cpuOf(before) });
  },
  /** Both in one process. */
  memory: async ({ streams, rate, seconds, readers }) => {
    const relay = createRelay({ log: memoryLog() });
    const stamped = stampedSources(streams, rate);
    const ids = stamped.sources.map((_, i) => idOf('memory', i));
    await lastValueFrom(forkJoin(stamped.sources.map((source, i) => relay.start(ids[i] ?? '', source))));
    const before = process.cpuUsage();
    const read = lastValueFrom(readAll(relay, ids, readers, () => undefined));
    await stamped.run(seconds);
    process.send?.({ ...(await read), cpu: cpuOf(before) });
  },
  /** Bytes of heap per reader, and what an event costs early and late in a long reply. */
  heap: async ({ readers }) => {
    const relay = createRelay({ log: memoryLog() });
    const source$ = new Subject<MessageStreamEvent>();
    await firstValueFrom(relay.start('reply', source$));
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    const subscriptions = Array.from({ length: readers }, () => relay.attach('reply').subscribe());
    globalThis.gc?.();
    const heap = (process.memoryUsage().heapUsed - before) / readers;
    for (const subscription of subscriptions) subscription.unsubscribe();
    const long$ = new Subject<MessageStreamEvent>();
    await firstValueFrom(relay.start('long', long$));
    for (let i = 0; i < 5; i++) relay.attach('long').subscribe();
    const costs: number[] = [];
    for (let part = 0; part < 20; part++) {
      const start = performance.now();
      for (let i = 0; i < 2_500; i++) {
        long$.next(delta(String(now())));
        // One entry each: the producer appends in a microtask of its own.
        if (i % 10 === 0) await new Promise(setImmediate);
      }
      costs.push(performance.now() - start);
    }
    process.send?.({ heap, early: costs[1], late: costs[19] });
  },
  /** A server whose open readers can be counted in bytes of RSS. */
  serve: async () => {
    const client = new AnthropicClient({
      apiKey: 'key',
      fetch: () => Promise.reject(new Error('not asked')),
      logLevel: 'off',
    });
    const relay = createRelay({ log: memoryLog() });
    const source$ = new Subject<MessageStreamEvent>();
    await firstValueFrom(relay.start('reply', source$, { user: true }));
    source$.next(delta('x'));
    const allow = { models: ['claude-sonnet-5'], maxTokens: 1024 };
    const server = createServer(
      toNodeHandler(relayHandler(relay, { client, allow, authorize: 'everyone', heartbeat: 60_000 })),
    );
    server.listen({ port: 0, host: '127.0.0.1', backlog: 2_048 });
    await once(server, 'listening');
    process.send?.((server.address() as AddressInfo).port);
    process.on('message', () => {
      globalThis.gc?.();
      process.send?.(process.memoryUsage().rss);
    });
  },
  /** Replies that run until they are stopped, and say when. */
  hold: async ({ redis, run, streams, lease }) => {
    const relay = relayOn(redis, lease);
    await lastValueFrom(
      range(0, streams).pipe(
        mergeMap((i) =>
          relay.start(idOf(run, i), new Subject<MessageStreamEvent>().pipe(finalize(() => process.send?.(now())))),
        ),
      ),
    );
    process.send?.('ready');
  },
};

/** How long it takes from a stop in this process to the close of the source in another, in ms each. */
export async function stopTimes(redis: string, count: number): Promise<readonly number[]> {
  // The first ones connect and compile.
  const warmUp = 50;
  const streams = warmUp + count;
  const worker = startRelayWorker('hold', { redis, run: 'stop', streams, lease: 10_000 });
  await worker.next();
  const relay = relayOn(redis);
  const times: number[] = [];
  for (let i = 0; i < streams; i++) {
    const asked = now();
    await lastValueFrom(relay.stop(idOf('stop', i)), { defaultValue: undefined });
    times.push((await worker.next<number>()) - asked);
  }
  worker.kill();
  await relay.close();
  return times.slice(warmUp);
}

/** How long it takes a reader to notice that the process of its reply was killed, in ms each. */
export async function lossTimes(redis: string, lease: number, count: number): Promise<readonly number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    // The log keeps an ended reply: an id is used once.
    const id = idOf(`loss-${i}`, 0);
    const worker = startRelayWorker('hold', { redis, run: `loss-${i}`, streams: 1, lease });
    await worker.next();
    const relay = relayOn(redis, lease);
    const lost = new Promise<void>((resolve) => relay.attach(id).subscribe({ error: () => resolve() }));
    await firstValueFrom(timer(lease).pipe(switchMap(() => relay.status(id))));
    const killed = now();
    worker.kill();
    await lost;
    times.push(now() - killed);
    await lastValueFrom(relay.deleteReply(id), { defaultValue: undefined });
    await relay.close();
  }
  return times;
}

await runJob(jobs);
