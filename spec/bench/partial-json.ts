import { from, lastValueFrom } from 'rxjs';
import { PartialJson } from '../../lib/accumulate/partial-json.ts';
import { type MessageStreamEvent, snapshots, toolInputs } from '../../lib/index.ts';
import { blockStop, json, messageDelta, messageStart, messageStop, toolStart } from '../support/events.ts';

/** Tool input of about 25 bytes a fragment, in the shapes that tools have. */
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

async function time(run: () => unknown): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** Counts what is read, so that no engine leaves the reading out. */
let reads = 0;

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

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

/** The whole text so far at each fragment, as JSON.parse after closing it would cost at least. */
function reparse(pieces: readonly string[]): void {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    const parser = new PartialJson();
    parser.feed(text);
    if (parser.value !== undefined) reads++;
  }
}

const sizes = [5_000, 10_000, 20_000];
for (const [shape, build] of Object.entries(shapes)) {
  for (const [way, run] of Object.entries(ways)) {
    const times: number[] = [];
    for (const size of sizes) {
      const pieces = cut(build(size));
      await run(pieces.slice(0, 1_000));
      const rounds: number[] = [];
      for (let round = 0; round < 5; round++) rounds.push(await time(() => run(pieces)));
      times.push(median(rounds));
    }
    const exponent = Math.log2((times[2] ?? 0) / (times[0] ?? 1)) / 2;
    const shown = times.map((ms) => ms.toFixed(1)).join(' / ');
    console.log(
      `${shape.padEnd(18)} ${way.padEnd(26)} ${shown} ms for 5k / 10k / 20k fragments, exponent ${exponent.toFixed(2)}`,
    );
  }
}
const pieces = cut(shapes['one long string']?.(20_000) ?? '').slice(0, 2_000);
const incremental = await time(() => ways['PartialJson read at each']?.(pieces));
const whole = await time(() => reparse(pieces));
console.log(
  `Parsing all again at each of ${pieces.length} fragments: ${(whole / incremental).toFixed(0)} times as long (${reads} values read).`,
);
