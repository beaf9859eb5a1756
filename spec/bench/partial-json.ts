import Anthropic from '@anthropic-ai/sdk';
import { from, lastValueFrom } from 'rxjs';
import { JsonElements } from '../../lib/accumulate/json-elements.ts';
import { PartialJson } from '../../lib/accumulate/partial-json.ts';
import { type MessageStreamEvent, snapshots, toolInputs } from '../../lib/index.ts';
import { jsonShapes } from '../support/json-shapes.ts';
import { blockStop, json, toolStart } from '../support/block-events.ts';
import { messageDelta, messageStart, messageStop } from '../support/events.ts';
import { ask } from './support/ask.ts';
import { growthOf } from './support/growth.ts';
import { exponentOf, rounds, type Times } from './support/rounds.ts';
import type { Row, Section } from './support/section.ts';
import { chunksOf, responseOf } from './support/wire.ts';

/** Tool input of about 25 bytes per fragment, in the shapes that tools have. */
const shapes: Record<string, (fragments: number) => string> = {
  'one long string': (n) => JSON.stringify({ path: 'a.txt', text: 'lorem ipsum dolor sit am '.repeat(n) }),
  'lines of 500 B': (n) => JSON.stringify({ lines: Array.from({ length: n / 20 }, () => 'x'.repeat(497)) }),
  'objects of 250 B': (n) =>
    JSON.stringify({
      rows: Array.from({ length: n / 10 }, (_, id) => ({ id, name: 'y'.repeat(190), tags: ['a', 'b'], ok: true })),
    }),
  'a wide flat array': (n) => JSON.stringify({ values: Array.from({ length: n }, () => 'z'.repeat(22)) }),
};

const cut = (text: string) => text.match(/.{1,25}/gs) ?? [];

function eventsOf(pieces: readonly string[]): MessageStreamEvent[] {
  return [
    messageStart(),
    toolStart(0, 'f'),
    ...pieces.map((piece) => json(0, piece)),
    blockStop(0),
    messageDelta(),
    messageStop,
  ];
}

/** Counts the values read, so that no engine optimizes the reading away. */
let reads = 0;

const ways: Record<string, (pieces: readonly string[]) => unknown> = {
  'PartialJson read at each': (pieces) => {
    const parser = new PartialJson();
    for (const piece of pieces) {
      parser.feed(piece);
      if (parser.value !== undefined) reads++;
    }
  },
  'toolInputs()': (pieces) => lastValueFrom(from(eventsOf(pieces)).pipe(toolInputs())),
  'snapshots(), input read': async (pieces) => {
    await from(eventsOf(pieces))
      .pipe(snapshots())
      .forEach(({ content: [block] }) => block?.type === 'tool_use' && block.input);
  },
};

/** The snapshot of the official helper per fragment: all input so far, parsed again. */
async function officialHelper(pieces: readonly string[]): Promise<void> {
  const chunks = chunksOf(eventsOf(pieces), '64 KiB chunks');
  const client = new Anthropic({ apiKey: 'key', fetch: () => Promise.resolve(responseOf(chunks)) });
  const stream = client.messages.stream(ask);
  stream.on('inputJson', (_, snapshot) => {
    if (snapshot !== undefined) reads++;
  });
  await stream.finalMessage();
}

/** How the time grows with the length of shapes that are easy to read in more than linear time, in fragments of 4. */
async function growthByShape(): Promise<Row[]> {
  const lengths = [50_000, 100_000, 200_000] as const;
  const readers: Record<string, (pieces: readonly string[]) => unknown> = {
    'PartialJson read at each': ways['PartialJson read at each']!,
    JsonElements: (pieces) => {
      const reader = new JsonElements();
      for (const piece of pieces) reads += reader.feed(piece).length;
    },
  };
  const rows: Row[] = [];
  for (const [shape, build] of Object.entries(jsonShapes)) {
    const inputs = lengths.map((length) => [length, build(length).match(/.{1,4}/gs) ?? []] as const);
    for (const [name, run] of Object.entries(readers)) {
      const runs = new Map(inputs.map(([length, pieces]) => [length, () => run(pieces)]));
      rows.push({ input: shape, 'read by': name, ...(await growthOf(runs, 9)) });
    }
  }
  return rows;
}

/** Cost of reading the input at every fragment, by its shape and length. */
export async function partialJson(): Promise<Section> {
  const sizes = [5_000, 10_000, 20_000] as const;
  const rows: Row[] = [];
  for (const [shape, build] of Object.entries(shapes)) {
    const runs: Times[][] = [];
    for (const size of sizes) {
      const pieces = cut(build(size));
      runs.push(
        await rounds(
          Object.fromEntries(Object.entries(ways).map(([way, run]) => [way, () => Promise.resolve(run(pieces))])),
          5,
        ),
      );
    }
    Object.keys(ways).forEach((way, place) => {
      const medians = runs.map((times) => times[place]?.median ?? NaN);
      rows.push({
        input: shape,
        'read by': way,
        ...Object.fromEntries(sizes.map((size, i) => [`${size} fragments (ms)`, medians[i] ?? NaN])),
        'per fragment (µs)': ((medians[2] ?? NaN) / sizes[2]) * 1_000,
        exponent: exponentOf(sizes.map((size, i) => [size, medians[i] ?? NaN])),
      });
    });
  }
  const against: Row[] = [];
  for (const fragments of [1_000, 3_000]) {
    const pieces = cut(shapes['objects of 250 B']?.(fragments) ?? '');
    const times = await rounds(
      {
        'toolInputs()': () => lastValueFrom(from(eventsOf(pieces)).pipe(toolInputs())),
        'official SDK, helper': () => officialHelper(pieces),
      },
      11,
    );
    for (const { name, median, ratio } of times) {
      against.push({
        input: `${(fragments * 25) / 1_000} KB`,
        'read by': name,
        'per fragment (µs)': (median / pieces.length) * 1_000,
        ratio: ratio,
      });
    }
  }
  return {
    title: 'Tool input, read after every fragment',
    text: `Fragments of 25 bytes, the input read after each (${reads > 0 ? 'every reading done' : ''}). Growth is measured with fragments of 4 bytes.`,
    tables: [
      { title: 'By shape', rows },
      { title: 'Growth by shape', rows: await growthByShape() },
      { title: 'Against the official SDK, objects of 250 B', rows: against },
    ],
  };
}
