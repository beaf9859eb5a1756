import { setTimeout as wait } from 'node:timers/promises';
import { quantile } from './support/rounds.ts';
import { type Jobs, passingWays, readingWays, startScaleWorker, type Used } from './support/scale-worker.ts';
import type { Worker } from './support/start-worker.ts';
import type { Row, Section } from './support/section.ts';

/** So many streams send, at this rate per second; the others are open and silent. */
const active = 100;
const rate = 50;
const warmUp = 2_000;
const measured = 4_000;
/** A process that passes streams on has two sockets per stream, and often at most 20,000 open files. */
const mostPassed = 9_900;

const shown = (count: number) => count.toLocaleString('en');

interface Cost {
  /** Microseconds of CPU per event. */
  readonly cpu: number;
  /** Bytes per stream. */
  readonly heap: number;
  readonly rss: number;
}

async function useOf(worker: Worker): Promise<Used> {
  worker.send('use');
  return worker.next<Used>();
}

/** What a process uses for streams that `open` opens in it. */
async function costOf(api: Worker, worker: Worker, streams: number, open: () => Promise<unknown>): Promise<Cost> {
  const before = await useOf(worker);
  await open();
  const opened = await useOf(worker);
  const sent = () => {
    api.send('go');
    return api.next<number>();
  };
  await sent();
  await wait(warmUp);
  const [start, sentBefore] = [await useOf(worker), await sent()];
  await wait(measured);
  const [end, sentAfter] = [await useOf(worker), await sent()];
  return {
    cpu: ((end.cpu - start.cpu) * 1_000) / (sentAfter - sentBefore),
    heap: (opened.heap - before.heap) / streams,
    rss: (opened.rss - before.rss) / streams,
  };
}

async function reading(how: Jobs['read']['how'], streams: number): Promise<Cost> {
  const api = startScaleWorker('api', { active, rate });
  const worker = startScaleWorker('read', { how, api: await api.next(), streams });
  await worker.next();
  const cost = await costOf(api, worker, streams, () => worker.next());
  for (const process of [api, worker]) process.kill();
  return cost;
}

async function passing(how: Jobs['pass']['how'], streams: number): Promise<Cost> {
  const api = startScaleWorker('api', { active, rate });
  const worker = startScaleWorker('pass', { how, api: await api.next() });
  const server = await worker.next<string>();
  const warm = startScaleWorker('sockets', { server, streams: 1 });
  await warm.next();
  const sockets: Worker[] = [warm];
  const cost = await costOf(api, worker, streams, () => {
    const reader = startScaleWorker('sockets', { server, streams });
    sockets.push(reader);
    return reader.next();
  });
  for (const process of [api, worker, ...sockets]) process.kill();
  return cost;
}

async function compare<How extends string>(
  ways: readonly How[],
  rounds: number,
  measure: (how: How) => Promise<Cost>,
  targets: Readonly<Partial<Record<How, string>>>,
): Promise<Row[]> {
  const found = new Map<How, Cost[]>();
  for (let round = 0; round < rounds; round++) {
    for (const how of ways) found.set(how, [...(found.get(how) ?? []), await measure(how)]);
  }
  const [first = []] = found.values();
  const median = (values: readonly number[]) => quantile(values, 0.5);
  return [...found].map(([how, costs]) => ({
    contestant: how,
    'CPU per event (µs)': median(costs.map(({ cpu }) => cpu)),
    ratio: median(costs.map(({ cpu }, round) => cpu / (first[round]?.cpu ?? NaN))),
    'heap per stream (KB)': median(costs.map(({ heap }) => heap)) / 1_024,
    'over the first (KB)': median(costs.map(({ heap }, round) => heap - (first[round]?.heap ?? NaN))) / 1_024,
    'RSS per stream (KB)': median(costs.map(({ rss }) => rss)) / 1_024,
    target: targets[how] ?? '–',
  }));
}

/** One process with thousands of live streams. */
export async function thousandsOfStreams(): Promise<Section> {
  const tables = [];
  for (const [streams, rounds] of [
    [1_000, 3],
    [10_000, 1],
  ] as const) {
    tables.push({
      title: `${shown(streams)} streams, read`,
      rows: await compare(readingWays, rounds, (how) => reading(how, streams), {
        'stream()': '≤ 40 KB over bare fetch',
      }),
    });
    const passed = Math.min(streams, mostPassed);
    tables.push({
      title: `${shown(passed)} streams, passed on`,
      rows: await compare(passingWays, rounds, (how) => passing(how, passed), {
        'proxyHandler()': '≤ 1.3 × the pipe',
      }),
    });
  }
  return {
    title: 'Thousands of streams',
    text: `All streams are open; ${active} of them receive ${rate} events per second each. Heap contains buffers; CPU is that of the reading or passing process alone. A proxy over fetch cannot cost less than the hand-written one over fetch.`,
    tables,
  };
}
