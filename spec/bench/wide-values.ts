import { from, type OperatorFunction } from 'rxjs';
import { type MessageStreamEvent, partialOutput, snapshots, toolInputs } from '../../lib/index.ts';
import { blockStop, json, text, textStart, toolStart } from '../support/block-events.ts';
import { messageDelta, messageStart, messageStop } from '../support/events.ts';
import { exponentOf, rounds } from './support/rounds.ts';
import type { Row, Section } from './support/section.ts';

/** JSON by the size that matters in its shape. */
const shapes: Readonly<Record<string, { readonly size: number; readonly build: (size: number) => string }>> = {
  'flat array, characters': { size: 1_000_000, build: (n) => `{"a":[${'1,'.repeat(n / 2)}1]}` },
  'string, characters': { size: 1_000_000, build: (n) => `{"a":"${'lorem ips '.repeat(n / 10)}"}` },
  'object, keys': {
    size: 100_000,
    build: (n) => `{${Array.from({ length: n }, (_, i) => `"k${i}":${i}`).join(',')}}`,
  },
  'array in array, depth': { size: 10_000, build: (n) => `{"a":${'['.repeat(n)}${']'.repeat(n)}}` },
};

const fragmentLength = 25;

/** Counts the values read, so that no engine optimizes the reading away. */
let reads = 0;
const read = (value: unknown) => {
  if (value !== undefined) reads++;
};

interface Way {
  readonly operator: OperatorFunction<MessageStreamEvent, unknown>;
  readonly take: (value: never) => void;
  readonly isText?: boolean;
}

const ways: Readonly<Record<string, Way>> = {
  'toolInputs()': { operator: toolInputs(), take: read },
  'partialOutput()': { operator: partialOutput({}), take: read, isText: true },
  'snapshots(), input read': {
    operator: snapshots(),
    take: ({ content: [block] }: { content: readonly { input?: unknown }[] }) => read(block?.input),
  },
};

function eventsOf(given: string, isText = false): MessageStreamEvent[] {
  const fragments = given.match(new RegExp(`.{1,${fragmentLength}}`, 'gs')) ?? [];
  return [
    messageStart(),
    isText ? textStart(0) : toolStart(0, 'f'),
    ...fragments.map((fragment) => (isText ? text(0, fragment) : json(0, fragment))),
    blockStop(0),
    messageDelta(),
    messageStop,
  ];
}

/** Values that are wide, long or deep, read after every fragment. */
export async function wideValues(): Promise<Section> {
  const rows: Row[] = [];
  for (const [shape, { size, build }] of Object.entries(shapes)) {
    const sizes = [size / 4, size / 2, size];
    for (const [name, { operator, take, isText }] of Object.entries(ways)) {
      const inputs = sizes.map((length) => eventsOf(build(length), isText));
      const runs = inputs.map(
        (events) => () =>
          from(events)
            .pipe(operator)
            .forEach((value) => take(value as never)),
      );
      const times = await rounds(Object.fromEntries(runs.map((run, i) => [String(i), run])), 3, 1);
      const before = reads;
      await runs.at(-1)?.();
      const values = reads - before;
      const medians = times.map(({ median }) => median);
      rows.push({
        value: shape,
        'read by': name,
        ...Object.fromEntries(['a quarter', 'half', 'all'].map((part, i) => [`${part} (ms)`, medians[i] ?? NaN])),
        size: String(size),
        'fragments / values': `${(inputs[2]?.length ?? 5) - 5} / ${values}`,
        exponent: exponentOf(sizes.map((length, i) => [length, medians[i] ?? NaN])),
      });
    }
  }
  return {
    title: 'Wide, long and deep values',
    text: `JSON in fragments of ${fragmentLength} characters, read after each. An exponent of 1 is linear time.`,
    tables: [{ rows }],
  };
}
