import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { build } from 'esbuild';
import { Subscription } from 'rxjs';
import { relayedStream } from '../../lib/relay/index.ts';
import { textDeltas } from '../../lib/index.ts';
import { Partition } from '../support/partition.ts';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { type Order, paramsOf, textOf } from './numbered-api.ts';
import type { Library, ServerConfig } from './server.ts';

/** What happens once in a run: to a server, to a tenth of the replies, to Redis, to the way to Redis. */
export type Fault = 'kill' | 'stop' | 'stall' | 'redis' | 'partition';
export const allFaults: readonly Fault[] = ['kill', 'stop', 'stall', 'redis', 'partition'];

/** What a run of the chaos does. */
export interface ChaosOptions {
  /** Decides all that is random; printed with every run. */
  readonly seed: number;
  readonly replies: number;
  /** The client of each of the three servers. */
  readonly libraries: readonly [Library, Library, Library];
  /** Which of the faults happen; connections always break. */
  readonly faults: readonly Fault[];
  readonly compare: boolean;
  readonly recover: boolean;
  /** What happens to Redis in the middle: killed, killed and set back by 700 ms, or killed with all it has. */
  readonly redis: 'kill' | 'set-back' | 'wipe';
  /** How much longer everything takes. */
  readonly factor: number;
}

/** The result of a run. */
export interface ChaosReport {
  /** How many readers ended how. */
  readonly ends: Readonly<Record<string, number>>;
  /** Broken promises; must be empty. */
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

const lease = 2_000;
/** How long to wait for what should happen within seconds, in ms. */
const longest = 40_000;
/** The same for a POST, which may meet several servers in trouble. */
const longestStart = 100_000;

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
  readonly #file: string;
  /** Another after each start. */
  port = 0;
  isUp = false;
  #child: ChildProcess | undefined;

  constructor(file: string, config: ServerConfig) {
    this.#file = file;
    this.config = config;
  }

  async boot(): Promise<void> {
    this.#child = fork(this.#file, [JSON.stringify(this.config)], { execArgv: [], stdio: 'inherit' });
    const gone = once(this.#child, 'exit').then(() => Promise.reject(new Error('A server did not start.')));
    const [port] = (await Promise.race([once(this.#child, 'message'), gone])) as [number];
    gone.catch(() => undefined); // it may be killed after that
    this.port = port;
    this.isUp = true;
  }

  signal(signal: NodeJS.Signals): void {
    this.isUp = signal === 'SIGCONT';
    this.#child?.kill(signal);
  }
}

/** Runs three servers on one Redis, with three readers of each reply, through all kinds of faults. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { seed, libraries, faults, compare, recover, factor } = options;
  const began = Date.now();
  const random = randomOf(seed);
  const redis = await startRedis('--appendonly', 'yes', '--appendfsync', 'everysec');
  const partition = new Partition(redis.port);
  const ways = [redis.port, redis.port, await partition.listen()];
  const file = await bundleServer(redis.folder);
  const servers = ways.map((way, i) => {
    const url = `redis://127.0.0.1:${way}`;
    return new ChaosServer(file, { redis: url, library: libraries[i]!, lease, compare, recover });
  });
  await Promise.all(servers.map((server) => server.boot()));
  const times = [`servers ${seconds(began)}`];

  const reading = new Subscription();
  const cuttable = new Set<AbortController>();
  const report = {
    connections: 0,
    cuts: 0,
    lateReaders: 0,
    violations: [] as string[],
    times,
    ends: {} as Record<string, number>,
  };
  const anyServer = () => {
    const up = servers.filter(({ isUp }) => isUp);
    return up[Math.floor(random() * up.length)]!.port;
  };
  /** Every request goes to a server at random, over a connection that can break. */
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
    await wait(random() * 4_000 * factor);
    const delays = [1, 2, 3].map(() => random() * 1_500);
    const headers = { 'content-type': 'application/json', 'idempotency-key': reply.id };
    const body = JSON.stringify({ ...paramsOf(reply), stream: true });
    const answers: string[] = [];
    for (const end = Date.now() + longestStart; ;) {
      if (Date.now() > end) {
        report.violations.push(`${reply.id}: its POST was not accepted: ${answers.join()}`);
        return;
      }
      try {
        const response = await balanced('http://balancer/replies', {
          method: 'POST',
          headers,
          body,
          signal: AbortSignal.timeout(longestStart),
        });
        await response.body?.cancel();
        if (response.ok) break;
        answers.push(`${response.status} after ${seconds(began)}`);
        if (response.status < 500) {
          report.violations.push(`${reply.id}: ${response.status} for its POST`);
          break;
        }
      } catch (error) {
        // The same id again: the server that has it joins.
        answers.push(`${String(error)} after ${seconds(began)}`);
      }
      await wait(100);
    }
    for (const delay of delays) setTimeout(() => reply.readers.push(read(reply)), delay);
  }

  async function stop(reply: Reply): Promise<void> {
    const response = await balanced(`http://balancer/replies/${reply.id}/stop`, { method: 'POST' }).catch(
      () => undefined,
    );
    // It may have been stopped also when the response was lost.
    if (response?.status !== 404) reply.isStopped = true;
  }

  const at = async (ms: number, fault: Fault, work: () => unknown) => {
    await wait(ms * factor);
    if (!faults.includes(fault)) return;
    await work();
    mark(fault);
  };
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

  const mark = (what: string) => times.push(`${what} ${seconds(began)}`);
  await Promise.all([
    Promise.all(replies.map(start)).then(() => mark('starts')),
    at(2_000, 'kill', async () => {
      first.signal('SIGKILL');
      await wait(1_500);
      await first.boot();
    }),
    at(3_500, 'stop', () => Promise.all(replies.filter((_, i) => i % 10 === 3).map(stop))),
    at(5_000, 'redis', async () => {
      // What is lost must belong to replies that run, however slow the machine is.
      const isRead = ({ readers }: Reply) => readers.some(({ text, end }) => text !== '' && end === undefined);
      await until(() => replies.filter(isRead).length >= replies.length / 5);
      await breakRedis(redis, options.redis);
    }),
    at(7_500, 'stall', async () => {
      second.signal('SIGSTOP');
      await wait(2.5 * lease);
      second.signal('SIGCONT');
    }),
    at(9_000, 'partition', async () => {
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
  // A late reader receives all that live readers had; after a loss of all data it may receive nothing.
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
  rmSync(file);
  await redis.remove();
  return report;
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

/** One file, so that three processes start soon. */
async function bundleServer(folder: string): Promise<string> {
  const outfile = `${folder}-server.cjs`;
  const entry = resolve(import.meta.dirname, 'server.ts');
  await build({ entryPoints: [entry], bundle: true, platform: 'node', format: 'cjs', outfile, logLevel: 'error' });
  return outfile;
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

async function untilEnded(readers: () => readonly Reader[], count: number): Promise<void> {
  await until(() => readers().length >= count && readers().every(({ end }) => end !== undefined));
}

/** Waits until a condition holds, but not forever: a reader of a log with a hole may wait for minutes. */
async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + longest;
  while (!holds() && Date.now() < end) await wait(100);
}
