import { connect } from 'node:net';
import { once } from 'node:events';
import { lastValueFrom, tap } from 'rxjs';
import { createClient } from '@redis/client';
import { createRelay } from '../../lib/relay/index.ts';
import { redisLog } from '../../lib/relay/redis/index.ts';
import { messageEvents } from '../../lib/testing/index.ts';
import { redisCli, type RedisServer, startRedis } from '../support/redis-server.ts';
import { lossTimes, type Read, startRelayWorker, stopTimes } from './support/relay-worker.ts';
import { quantile } from './support/rounds.ts';
import type { Row, Section } from './support/section.ts';

const rounds = 3;
/** The compiler and the garbage collector make CPU times uneven. */
const cpuRounds = 7;
/** Deltas a reply: one of ten seconds, and a short one, of which the start takes the larger share. */
const [long, short] = [1_000, 200];

const names = {
  bare: 'client.messages.stream',
  kept: 'the same, JSON of each event in an array',
  memory: 'relay, memoryLog()',
  redis: 'relay, redisLog()',
};

/** CPU of a process that produces replies at a steady pace, against one that only streams them. */
async function producing(redis: RedisServer, deltas: number): Promise<Row[]> {
  const api = startRelayWorker('api', { rate: 100, deltas });
  const url = `http://127.0.0.1:${await api.next<number>()}`;
  const found = new Map<keyof typeof names, number[]>();
  for (let round = 0; round < cpuRounds; round++) {
    for (const how of ['bare', 'kept', 'memory', 'redis'] as const) {
      const worker = startRelayWorker('cpu', { how, api: url, redis: redis.url, streams: 50 });
      found.set(how, [...(found.get(how) ?? []), await worker.next<number>()]);
      worker.kill();
    }
  }
  api.kill();
  const bare = found.get('bare') ?? [];
  return [...found].map(([how, times]) => ({
    process: names[how],
    'deltas a reply': deltas,
    'ratio of CPU': quantile(
      times.map((time, i) => time / (bare[i] ?? NaN)),
      0.5,
    ),
    'CPU (ms)': quantile(times, 0.5),
    target: { bare: '–', kept: '–', memory: '≤ 1.15', redis: '≤ 1.6' }[how],
  }));
}

/** From the producer in one process to five readers each in another. */
async function added(
  redis: RedisServer,
  streams: number,
  rate: number,
  quiet = 0,
): Promise<Read & { readonly redisCpu: number }> {
  const run = `${streams}-${rate}-${quiet}-${Math.random()}`;
  const producer = startRelayWorker('emit', { redis: redis.url, run, streams, rate, seconds: 3 });
  await producer.next();
  const reader = startRelayWorker('read', { redis: redis.url, run, streams, quiet, readers: 5 });
  await reader.next();
  const before = await cpuOf(redis);
  producer.send('go');
  const read = await reader.next<Read>();
  const redisCpu = (await cpuOf(redis)) - before;
  producer.kill();
  reader.kill();
  return { ...read, redisCpu };
}

async function cpuOf({ port }: RedisServer): Promise<number> {
  const info = await redisCli(port, 'info', 'cpu');
  const used = (name: string) => Number(new RegExp(`${name}:([\\d.]+)`).exec(info)?.[1]);
  return (used('used_cpu_sys') + used('used_cpu_user')) * 1_000;
}

/** The median over rounds: a busy neighbour of the machine spoils single ones. */
async function latencyOf(measure: () => Promise<Read>): Promise<Row> {
  const reads: Read[] = [];
  for (let round = 0; round < rounds; round++) reads.push(await measure());
  const median = (of: (read: Read) => number) => quantile(reads.map(of), 0.5);
  return { 'p50 (ms)': median(({ p50 }) => p50), 'p99 (ms)': median(({ p99 }) => p99) };
}

async function latencies(redis: RedisServer): Promise<Row[]> {
  const near = async () => {
    const memory = startRelayWorker('memory', { streams: 10, rate: 50, seconds: 3, readers: 5 });
    const read = await memory.next<Read>();
    memory.kill();
    return read;
  };
  const rows: Row[] = [{ log: 'memory', replies: '10 × 50/s', ...(await latencyOf(near)), target: '≤ 0.1 / 0.5' }];
  const targets = [
    [100, 50, '≤ 1 / 6'],
    [1_000, 10, '≤ 1.5 / 10'],
    [1_000, 20, '≤ 2.5 / 60'],
  ] as const;
  for (const [streams, rate, target] of targets) {
    const latency = await latencyOf(() => added(redis, streams, rate));
    rows.push({ log: 'Redis', replies: `${streams} × ${rate}/s`, ...latency, target });
  }
  return rows;
}

/** What 1,000 quiet replies beside cost, and the length of a reply. */
async function growth(redis: RedisServer): Promise<Row[]> {
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const [alone, beside] = [await added(redis, 10, 50), await added(redis, 10, 50, 1_000)];
    const cost = ({ cpu, redisCpu, events }: Read & { redisCpu: number }) => (cpu + redisCpu) / events;
    ratios.push(cost(beside) / cost(alone));
  }
  const worker = startRelayWorker('heap', { readers: 5_000 });
  const { heap, early, late } = await worker.next<{ heap: number; early: number; late: number }>();
  worker.kill();
  return [
    {
      ratio: 'CPU of Redis and readers an event, 1,000 quiet replies beside / without',
      found: quantile(ratios, 0.5),
      target: '≤ 1.25',
    },
    { ratio: 'time of events 47,500–50,000 / 2,500–5,000 of one reply', found: late / early, target: '≤ 1.2' },
    { ratio: 'bytes in Redis / bytes of the JSON', found: await bytesRatio(redis), target: '≤ 1.35' },
    { ratio: 'heap a reader (KB)', found: heap / 1_024, target: '≤ 2.5' },
    { ratio: 'RSS an open HTTP reader (KiB), 5,000 open', found: await rssOfReaders(5_000), target: '≤ 26' },
  ];
}

async function bytesRatio(redis: RedisServer): Promise<number> {
  const relay = createRelay({ log: redisLog(createClient({ url: redis.url }), { prefix: 'bytes' }) });
  const events = messageEvents('one two three four five six seven eight nine ten '.repeat(100));
  let json = 0;
  const counted = events.map((event) => ((json += JSON.stringify(event).length), event));
  await lastValueFrom(relay.start('reply', counted));
  await lastValueFrom(relay.attach('reply').pipe(tap(() => undefined)), { defaultValue: undefined });
  const used = Number(await redisCli(redis.port, 'memory', 'usage', 'bytes:{reply}', 'samples', '0'));
  await relay.close();
  return used / json;
}

async function rssOfReaders(count: number): Promise<number> {
  const worker = startRelayWorker('serve', {});
  const port = await worker.next<number>();
  const rss = () => {
    worker.send('rss');
    return worker.next<number>();
  };
  const open = async () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('GET /reply HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n');
    await once(socket, 'data');
    return socket;
  };
  const warm = await Promise.all(Array.from({ length: 100 }, open));
  const before = await rss();
  const sockets = [];
  for (let i = 0; i < count; i += 100) sockets.push(...(await Promise.all(Array.from({ length: 100 }, open))));
  const each = ((await rss()) - before) / count / 1_024;
  for (const socket of [...warm, ...sockets]) socket.destroy();
  worker.kill();
  return each;
}

async function stopping(redis: RedisServer): Promise<Row[]> {
  const stops = await stopTimes(redis.url, 1_000);
  const lease = 1_500;
  const losses = await lossTimes(redis.url, lease, 5);
  return [
    {
      what: 'stop elsewhere to the close of the request (ms)',
      p50: quantile(stops, 0.5),
      'p99 or most': quantile(stops, 0.99),
      target: '≤ 5',
    },
    {
      what: 'a killed process is noticed (leases)',
      p50: quantile(losses, 0.5) / lease,
      'p99 or most': Math.max(...losses) / lease,
      target: '≤ 1.8',
    },
  ];
}

/** The relay beside a bare stream, over both logs. */
export async function relayOfReplies(): Promise<Section> {
  const redis = await startRedis('--appendonly', 'yes', '--appendfsync', 'everysec');
  try {
    const cpu = await producing(redis, long);
    const cpuOfShort = await producing(redis, short);
    const tables = [
      { title: 'CPU of the producing process, paced', rows: [...cpu, ...cpuOfShort] },
      { title: 'Growth and memory', rows: await growth(redis) },
      { title: 'Added latency, five readers each', rows: await latencies(redis) },
      { title: 'Ends', rows: await stopping(redis) },
    ];
    const bars = cpu.map((row) => [String(row['process']), Number(row['ratio of CPU'])] as const);
    return {
      title: 'The relay',
      text: 'Fifty replies at 100 deltas per second for the CPU. The second row keeps the JSON of each event in an array, as any log in memory must. Producer, readers and Redis (AOF everysec) are processes of their own. Latency counts from the source of the producer to the callback of each reader.',
      tables,
      plots: [
        {
          file: 'relay.svg',
          title: 'CPU of a process that produces replies, as a multiple of a bare stream',
          unit: '×',
          bars,
        },
      ],
    };
  } finally {
    await redis.remove();
  }
}
