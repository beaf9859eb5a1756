import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Subscription } from 'rxjs';
import { relayedStream } from '../../lib/relay/index.ts';
import { textDeltas } from '../../lib/index.ts';
import { Partition } from '../support/partition.ts';
import { freePort, type RedisServer, startRedis } from '../support/redis-server.ts';
import { type Order, paramsOf, textOf } from './numbered-api.ts';
import type { ServerConfig } from './server.ts';

/** What a run of the chaos does. */
export interface ChaosOptions {
  /** Decides all that is random; printed with every run. */
  readonly seed: number;
  readonly replies: number;
  readonly library: ServerConfig['library'];
  readonly compare: boolean;
  readonly recover: boolean;
  /** What happens to Redis in the middle: killed, killed and set back by 700 ms, or killed with all it has. */
  readonly redis: 'kill' | 'set-back' | 'wipe';
  /** How much longer everything takes. */
  readonly factor: number;
}

/** What came out. */
export interface ChaosReport {
  /** How many readers ended how. */
  readonly ends: Readonly<Record<string, number>>;
  /** What must never be. */
  readonly violations: readonly string[];
  readonly connections: number;
  readonly cuts: number;
  readonly lateReaders: number;
  /** How long its parts took. */
  readonly times: readonly string[];
}

interface Reply extends Order {
  readonly id: string;
  readonly readers: Reader[];
  isStopped: boolean;
}

interface Reader {
  text: string;
  end: string | undefined;
}

const lease = 3_000;
const serverFile = resolve(import.meta.dirname, 'server.ts');

/** Numbers between 0 and 1 that a seed decides. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

class ChaosServer {
  readonly config: ServerConfig;
  isUp = false;
  #child: ChildProcess | undefined;

  constructor(config: ServerConfig) {
    this.config = config;
  }

  async boot(): Promise<void> {
    this.#child = fork(serverFile, [JSON.stringify(this.config)], { execArgv: ['--import', 'tsx'], stdio: 'inherit' });
    await once(this.#child, 'message');
    this.isUp = true;
  }

  signal(signal: NodeJS.Signals): void {
    this.isUp = signal === 'SIGCONT';
    this.#child?.kill(signal);
  }
}

/** Runs three servers on one Redis, with three readers of each reply, through all kinds of faults. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { seed, library, compare, recover, factor } = options;
  const random = randomOf(seed);
  const redis = await startRedis('--appendonly', 'yes', '--appendfsync', 'everysec');
  const partition = new Partition(redis.port);
  const ways = [redis.port, redis.port, await partition.listen()];
  const ports = await Promise.all(ways.map(freePort));
  const servers = ways.map(
    (way, i) =>
      new ChaosServer({
        port: ports[i]!,
        redis: `redis://127.0.0.1:${way}`,
        library,
        lease,
        compare,
        recover,
      }),
  );
  await Promise.all(servers.map((server) => server.boot()));

  const reading = new Subscription();
  const cuttable = new Set<AbortController>();
  const report = {
    connections: 0,
    cuts: 0,
    lateReaders: 0,
    violations: [] as string[],
    times: [] as string[],
    ends: {} as Record<string, number>,
  };
  const anyServer = () => {
    const up = servers.filter(({ isUp }) => isUp);
    return up[Math.floor(random() * up.length)]!.config.port;
  };
  /** Every request goes to a server at random, over a connection that can be cut. */
  const balanced: typeof fetch = async (url, init) => {
    report.connections += 1;
    const cut = new AbortController();
    cuttable.add(cut);
    const to = (url as string).replace('//balancer', `//127.0.0.1:${anyServer()}`);
    const signals = [cut.signal, ...(init?.signal ? [init.signal] : [])];
    const response = await fetch(to, { ...init, signal: AbortSignal.any(signals) });
    return response;
  };

  const replies: Reply[] = Array.from({ length: options.replies }, (_, i) => ({
    id: `chaos-reply-number-${String(i).padStart(6, '0')}-${seed}`,
    count: Math.round((100 + random() * 500) * factor),
    every: 5 + Math.floor(random() * 15),
    readers: [],
    isStopped: false,
  }));

  function read(reply: Reply): Reader {
    const reader: Reader = { text: '', end: undefined };
    const stream$ = relayedStream(`http://balancer/replies/${reply.id}`, { fetch: balanced, silence: 2_500 });
    const subscription = stream$.pipe(textDeltas()).subscribe({
      next: (piece) => (reader.text += piece),
      error: (error: unknown) => (reader.end = (error as Error).name),
      complete: () => (reader.end = 'complete'),
    });
    reading.add(subscription);
    return reader;
  }

  async function start(reply: Reply): Promise<void> {
    await wait(random() * 6_000 * factor);
    const delays = [1, 2, 3].map(() => random() * 1_500);
    const headers = { 'content-type': 'application/json', 'idempotency-key': reply.id };
    const body = JSON.stringify({ ...paramsOf(reply), stream: true });
    for (;;) {
      try {
        const response = await balanced('http://balancer/replies', { method: 'POST', headers, body });
        await response.body?.cancel();
        if (response.ok) break;
      } catch {
        // The same id again: whoever has it joins.
      }
      await wait(100);
    }
    for (const delay of delays) setTimeout(() => reply.readers.push(read(reply)), delay);
  }

  async function stop(reply: Reply): Promise<void> {
    const response = await balanced(`http://balancer/replies/${reply.id}/stop`, { method: 'POST' }).catch(
      () => undefined,
    );
    // It may have been stopped also where the answer was lost.
    if (response?.status !== 404) reply.isStopped = true;
  }

  const at = (ms: number, work: () => unknown) => wait(ms * factor).then(work);
  const [first, second] = servers as [ChaosServer, ChaosServer];
  const cutter = setInterval(() => {
    const all = [...cuttable];
    cuttable.clear();
    for (const cut of all) {
      if (random() < 0.01) {
        report.cuts += 1;
        cut.abort();
      } else cuttable.add(cut);
    }
  }, 100);

  const began = Date.now();
  const mark = (what: string) => report.times.push(`${what} ${((Date.now() - began) / 1000).toFixed(1)} s`);
  await Promise.all([
    ...replies.map(start),
    at(3_000, async () => {
      first.signal('SIGKILL');
      await wait(2_000);
      await first.boot();
    }),
    at(5_000, () => Promise.all(replies.filter((_, i) => i % 10 === 3).map(stop))),
    at(7_000, () => breakRedis(redis, options.redis)),
    at(10_500, async () => {
      second.signal('SIGSTOP');
      await wait(3 * lease);
      second.signal('SIGCONT');
    }),
    at(16_000, async () => {
      partition.cut();
      await wait(2 * lease);
      partition.mend();
    }),
  ]);
  mark('faults');
  await untilEnded(() => replies.flatMap(({ readers }) => readers), replies.length * 3);
  clearInterval(cutter);
  mark('readers');

  for (const reply of replies) {
    for (const reader of reply.readers) check(reply, reader, report.violations);
    for (const { end = 'none' } of reply.readers) report.ends[end] = (report.ends[end] ?? 0) + 1;
  }
  // All that live readers had is there for whoever comes late; after a loss of all data there may be nothing.
  const late = replies.filter(({ readers }) => readers.length === 3 && readers.every(({ end }) => end === 'complete'));
  if (options.redis !== 'wipe') {
    const readers = late.map((reply) => [reply, read(reply)] as const);
    await untilEnded(() => readers.map(([, reader]) => reader), readers.length);
    for (const [reply, reader] of readers) {
      check(reply, reader, report.violations);
      if (reader.end !== 'complete') report.violations.push(`${reply.id}: a late reader ended with ${reader.end}`);
    }
    report.lateReaders = readers.length;
  }
  mark('late readers');
  reading.unsubscribe();
  for (const server of servers) server.signal('SIGKILL');
  partition.close();
  await redis.remove();
  return report;
}

function check(reply: Reply, { text, end }: Reader, violations: string[]): void {
  const whole = textOf(reply.count);
  const complain = (problem: string) => violations.push(`${reply.id}: ${problem}`);
  if (!whole.startsWith(text)) complain(`read ${text.slice(-40)}, which is not what was written`);
  else if (end === 'complete' && !reply.isStopped && text !== whole) complain(`complete after ${text.slice(-20)}`);
  else if (end === undefined) complain(`no end after ${text.slice(-20)} of ${reply.count}`);
  else if (!/^(complete|ProducerLostError|LogLostError|UnknownStreamError)$/.test(end)) complain(`ended with ${end}`);
}

async function breakRedis(redis: RedisServer, how: ChaosOptions['redis']): Promise<void> {
  const copy = `${redis.folder}-copy`;
  if (how === 'set-back') {
    cpSync(redis.folder, copy, { recursive: true });
    await wait(700);
  }
  await redis.stop('SIGKILL');
  await wait(1_000);
  if (how !== 'kill') rmSync(redis.folder, { recursive: true });
  if (how === 'set-back') cpSync(copy, redis.folder, { recursive: true });
  if (how === 'wipe') mkdirSync(redis.folder);
  rmSync(copy, { recursive: true, force: true });
  await redis.start();
}

/** Waits until all readers have ended, but not for ever. */
async function untilEnded(readers: () => readonly Reader[], count: number): Promise<void> {
  const isOver = () => readers().length >= count && readers().every(({ end }) => end !== undefined);
  for (let i = 0; i < 400 && !isOver(); i++) await wait(100);
}
