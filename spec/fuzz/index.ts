import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { makeResponse, type Step } from './make-response.ts';
import { createRandom, type Random } from './random.ts';
import { runCase } from './run-case.ts';
import { startStepServer } from './step-server.ts';

/**
 * Runs calls of the client against HTTP responses that are wrong in every way. Usage:
 * `npm run fuzz -- --cases 100000 --seed 7`; `--from N --cases 1` repeats one case of a seed. The last line is a
 * report as JSON; the exit code is 1 when a case failed.
 */
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '5000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    from: { type: 'string', default: '0' },
    concurrency: { type: 'string', default: '20' },
  },
});
const [cases, seed, from, concurrency] = [values.cases, values.seed, values.from, values.concurrency].map(Number) as [
  number,
  number,
  number,
  number,
];

const problems: string[] = [];
const running = new Set<number>();
const report = (problem: string) => {
  problems.push(problem);
  console.log(`FAIL ${problem}`);
};
const stray = (kind: string) => (error: unknown) => {
  const stack = error instanceof Error ? error.stack : String(error);
  report(`${kind} while cases ${[...running].join(' ')} ran: ${stack}`);
};
process.on('uncaughtException', stray('uncaught exception'));
process.on('unhandledRejection', stray('unhandled rejection'));

/** Each case has its own chance, so that it can be repeated alone. */
const randomOf = (index: number): Random => createRandom(Math.imul(seed + 1, 1_000_003) + index);
const stepsOf = (index: number): Step[] => makeResponse(randomOf(index));

console.log(`seed ${seed}, cases ${from} to ${from + cases - 1}`);
const server = await startStepServer(stepsOf);
const ends: Record<string, number> = {};
let next = from;
let peak = 0;

/** Waits until the event loop keeps up, so that clocks run out for cases that stall and for no others. */
async function calm(): Promise<void> {
  for (;;) {
    const asked = performance.now();
    await wait(1);
    if (performance.now() - asked < 40) return;
  }
}

async function work(): Promise<void> {
  while (next < from + cases) {
    await calm();
    if (next === from + cases) return;
    const index = next++;
    running.add(index);
    const { call, end, problem } = await runCase(`${server.url}/${index}`, randomOf(~index));
    running.delete(index);
    ends[end] = (ends[end] ?? 0) + 1;
    if (index % 64 === 0) peak = Math.max(peak, process.memoryUsage.rss());
    if (problem !== undefined) report(`--seed ${seed} --from ${index} --cases 1: ${call}: ${problem}`);
  }
}

/** The cases whose connection is open after some time; fetch keeps an idle one for 4 s. */
async function staysOpen(): Promise<number[]> {
  for (let turn = 0; turn < 120 && server.open.size > 0; turn++) await wait(100);
  const indices = [...server.open];
  server.open.clear();
  return indices;
}

await Promise.all(Array.from({ length: concurrency }, work));
// A connection that is open once may be a race within fetch: what a case leaves open, it leaves open alone as well.
for (const index of await staysOpen()) {
  await runCase(`${server.url}/${index}`, randomOf(~index));
  if ((await staysOpen()).includes(index))
    report(`--seed ${seed} --from ${index} --cases 1: the connection stays open`);
}
console.log(JSON.stringify({ seed, cases, problems: problems.length, ends, peakMB: Math.round(peak / 1_048_576) }));
server.close();
process.exit(problems.length > 0 ? 1 : 0);
