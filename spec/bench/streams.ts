import { type Api, contestants, type Contestant } from './support/contestants.ts';
import { exponentOf, rounds, type Times } from './support/rounds.ts';
import { type Chunking, chunksOf, eventsOf, type Kind, kinds, responseOf } from './support/wire.ts';
import type { Row, Section } from './support/section.ts';
import { startWireServer } from './support/wire-server.ts';

const all = Object.keys(contestants) as Contestant[];
const own: Contestant[] = ['the floor', 'stream()', 'textDeltas()', 'snapshots()', 'finalMessage()'];

/** Times of contestants over one stream; deltas of 24 bytes unless said. */
async function measure(
  names: readonly Contestant[],
  {
    kind = 'text',
    deltas = 10_000,
    bytes = 24,
    chunking,
    count = 15,
  }: { kind?: Kind; deltas?: number; bytes?: number; chunking: Chunking; count?: number },
): Promise<Times[]> {
  const chunks = chunksOf(eventsOf(kind, deltas, bytes), chunking);
  const api: Api = { baseURL: 'http://localhost', fetch: () => Promise.resolve(responseOf(chunks)) };
  return rounds(Object.fromEntries(names.map((name) => [name, () => contestants[name](api)])), count);
}

export const rowsOf = (times: readonly Times[]): Row[] =>
  times.map(({ name, median, low, high, ratio }) => ({
    contestant: name,
    'median (ms)': median,
    'middle half (ms)': `${low.toFixed(1)} – ${high.toFixed(1)}`,
    'ratio to the floor': ratio,
  }));

/** One kind, both ways of chunking. */
export async function streamsOf(kind: Kind): Promise<Section> {
  const count = kind === 'text' ? 21 : 15;
  const [each, large] = [
    await measure(all, { kind, chunking: 'one event per chunk', count }),
    await measure(all, { kind, chunking: '64 KiB chunks', count }),
  ];
  return {
    title: `A stream of ${kind}`,
    text: '10,000 deltas of 24 bytes from memory, read to the end.',
    tables: [
      { title: 'One event per chunk', rows: rowsOf(each) },
      { title: '64 KiB chunks', rows: rowsOf(large) },
    ],
    plots:
      kind !== 'text'
        ? []
        : [
            {
              file: 'text.svg',
              title: 'Reading 10,000 deltas of text in 64 KiB chunks: time as a multiple of the floor',
              unit: '×',
              bars: large.map(({ name, ratio }) => [name, ratio] as const),
            },
          ],
  };
}

export const otherKinds = kinds.filter((kind) => kind !== 'text');

/** How time grows with the length of the stream. */
export async function growth(): Promise<Section> {
  const sizes = [1_000, 10_000, 100_000] as const;
  const names: Contestant[] = [...own, 'official SDK, raw', 'official SDK, helper'];
  const tables = [];
  for (const chunking of ['one event per chunk', '64 KiB chunks'] as const) {
    const runs: Times[][] = [];
    for (const deltas of sizes)
      runs.push(await measure(names, { deltas, chunking, count: deltas === 100_000 ? 5 : 15 }));
    tables.push({
      title: chunking,
      rows: names.map((name, place): Row => {
        const medians = runs.map((times) => times[place]?.median ?? NaN);
        const points = sizes.map((size, i) => [size, medians[i] ?? NaN] as const);
        return {
          contestant: name,
          ...Object.fromEntries(sizes.map((size, i) => [`${size} deltas (ms)`, medians[i] ?? NaN])),
          exponent: exponentOf(points),
        };
      }),
    });
  }
  return {
    title: 'Growth',
    text: 'Text deltas of 24 bytes; the exponent of time over the number of deltas, from 1,000 to 100,000.',
    tables,
  };
}

/** Deltas of another size, single bytes, and a real socket. */
export async function shapes(): Promise<Section> {
  const large = await measure(all, { bytes: 1_024, chunking: 'one event per chunk' });
  const bytes = await measure(['the floor', 'stream()', 'official SDK, raw'], {
    deltas: 1_000,
    chunking: 'one byte per chunk',
    count: 7,
  });
  const server = await startWireServer(chunksOf(eventsOf('text', 10_000, 24), '64 KiB chunks'));
  const api: Api = { baseURL: server.url, fetch };
  const sockets = await rounds(Object.fromEntries(all.map((name) => [name, () => contestants[name](api)])), 11);
  server.close();
  return {
    title: 'Other shapes',
    text: 'Text from memory, and over HTTP on loopback from a separate process.',
    tables: [
      { title: '10,000 deltas of 1 KB, one event per chunk', rows: rowsOf(large) },
      { title: '1,000 deltas, one byte per chunk', rows: rowsOf(bytes) },
      { title: '10,000 deltas of 24 bytes over loopback HTTP', rows: rowsOf(sockets) },
    ],
  };
}
