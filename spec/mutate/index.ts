import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom } from '../fuzz/random.ts';
import { compiles } from './compiles.ts';
import { readEquivalents } from './equivalents.ts';
import { type Mutant, mutantsOf } from './mutants-of.ts';
import { SpecRunner } from './spec-runner.ts';
import { specsOf } from './specs-of.ts';

/**
 * Changes files of lib/ in small ways, one at a time, and reports each change that the specs do not notice. Usage:
 * `npm run mutate -- lib/accumulate lib/sse/event-bound.ts`. Per file the specs of its name run, and the nearest of
 * those that import it: up to `--specs N`, if a run takes `--slowest N` ms or less. `--sample N` tries N mutants per
 * file, chosen by `--seed`. The exit code is 1 when the specs notice less than `--least` percent. Mutants that do not
 * compile, and those that equivalent.txt lists, count neither way. The summary lists the specs that did not run, and
 * the files that no spec ran for.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string', default: 'Infinity' },
    seed: { type: 'string', default: '1' },
    specs: { type: 'string', default: '10' },
    slowest: { type: 'string', default: '1000' },
    least: { type: 'string', default: '0' },
  },
});
const folders = ['accumulate', 'transport', 'schema', 'turns', 'relay'].map((name) => `lib/${name}`);
const root = resolve(import.meta.dirname, '../..');

function sourcesOf(path: string): string[] {
  const full = resolve(root, path);
  if (!statSync(full).isDirectory()) return [full];
  const files = readdirSync(full, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.ts')).map((file) => join(full, file));
}

function sampled(mutants: readonly Mutant[], size: number): Mutant[] {
  const random = createRandom(Number(values.seed));
  const rest = [...mutants];
  while (rest.length > size) rest.splice(random.below(rest.length), 1);
  return rest;
}

/** The lines that a mutant changes, before and after. */
function difference(source: string, { start, end, text }: Mutant): string {
  const from = source.lastIndexOf('\n', start - 1) + 1;
  const to = (source + '\n').indexOf('\n', end);
  const onOneLine = (lines: string) => lines.trim().replaceAll(/\s+/g, ' ');
  return `- ${onOneLine(source.slice(from, to))}\n+ ${onOneLine(source.slice(from, start) + text + source.slice(end, to))}`;
}

const runner = new SpecRunner();
const equivalents = readEquivalents();
const all = { killed: 0, survived: 0 };
/** The runs that were ended by force: kills as well, if the machine was not just busy. */
let hung = 0;

/** A spec, with the time in ms that it takes, and the number of mutants that it noticed. */
interface TimedSpec {
  readonly spec: string;
  readonly time: number;
  kills: number;
}

/** Per spec that did not run: why, and for which files. */
const leftOut = new Map<string, string[]>();
const withoutSpec: string[] = [];
const withoutMutant: string[] = [];

function leaveOut(file: string, spec: string, reason: string): void {
  const entry = `${relative(root, spec)} ${reason}`;
  leftOut.set(entry, [...(leftOut.get(entry) ?? []), relative(root, file)]);
}

function printAll(title: string, lines: readonly string[]): void {
  if (lines.length > 0) console.log([title, ...lines].join('\n  '));
}

/** The specs that pass without a mutant. Those of other files must be fast: survivors run all of them. */
async function timed(file: string, specs: readonly string[], slowest: number): Promise<TimedSpec[]> {
  const passing: TimedSpec[] = [];
  for (const spec of specs) {
    let time = Infinity;
    // The first run also loads what the spec imports.
    for (let attempt = 0; attempt < 2 && time > slowest; attempt += 1) {
      const started = performance.now();
      const passed = await runner.pass(file, undefined, spec, 120_000);
      time = passed ? performance.now() - started : Infinity;
    }
    if (time === Infinity) leaveOut(file, spec, 'fails without a mutant');
    else if (time > slowest) leaveOut(file, spec, `takes more than ${slowest} ms`);
    else passing.push({ spec, time, kills: 0 });
  }
  return passing;
}

const listedButKilled = (change: string) => `  listed as equivalent, but killed:\n${change}`;

async function isNoticed(file: string, mutant: Mutant, specs: readonly TimedSpec[]): Promise<boolean> {
  for (const spec of specs) {
    const passed = await runner.pass(file, mutant, spec.spec, Math.min(3000 + 5 * spec.time, 30_000));
    if (passed === undefined) hung += 1;
    if (passed) continue;
    spec.kills += 1;
    return true;
  }
  return false;
}

/** What became of a mutant. The specs that notice most mutants in the shortest time run first. */
async function fateOf(
  file: string,
  source: string,
  mutant: Mutant,
  specs: readonly TimedSpec[],
): Promise<'killed' | 'survived' | 'refused'> {
  const yieldOf = ({ kills, time }: TimedSpec) => (1 + kills) / time;
  const [first, ...others] = [...specs].sort((a, b) => yieldOf(b) - yieldOf(a));
  if (first && (await isNoticed(file, mutant, [first]))) return 'killed';
  if (!compiles(file, source, mutant)) return 'refused';
  return (await isNoticed(file, mutant, others)) ? 'killed' : 'survived';
}

for (const file of (positionals.length > 0 ? positionals : folders).flatMap(sourcesOf)) {
  const source = readFileSync(file, 'utf8');
  const name = relative(root, file);
  const mutants = sampled(mutantsOf(file, source), Number(values.sample));
  if (mutants.length === 0) {
    withoutMutant.push(name);
    continue;
  }
  const { own, others } = specsOf(file);
  const specs = [
    ...(await timed(file, own, 60_000)),
    ...(await timed(file, others.slice(0, Number(values.specs)), Number(values.slowest))),
  ];
  if (specs.length === 0) withoutSpec.push(name);
  const listed = equivalents.get(name) ?? new Set();
  let killed = 0;
  hung = 0;
  let survived = 0;
  /** Two lines of a file may be the same: a change of one can be equivalent, and that of the other be noticed. */
  const [noticed, equal] = [new Set<string>(), new Set<string>()];
  for (const mutant of mutants) {
    const change = difference(source, mutant);
    const fate = await fateOf(file, source, mutant, specs);
    if (fate === 'killed') {
      killed += 1;
      if (listed.has(change)) noticed.add(change);
    } else if (fate === 'survived' && listed.has(change)) {
      equal.add(change);
    } else if (fate === 'survived') {
      survived += 1;
      // At once: a run may take hours.
      console.log(`${name}:${source.slice(0, mutant.start).split('\n').length}\n${change}`);
    }
  }
  const notes = [...noticed].filter((change) => !equal.has(change)).map(listedButKilled);
  const stale = [...listed].filter((change) => !mutants.some((mutant) => difference(source, mutant) === change));
  if (values.sample === 'Infinity')
    notes.push(...stale.map((change) => `  listed as equivalent, but gone:\n${change}`));
  all.killed += killed;
  all.survived += survived;
  console.log(`${name}: ${killed} of ${killed + survived} killed${hung > 0 ? `, ${hung} by force` : ''}`);
  for (const note of notes) console.log(note);
}
runner.close();
printAll(
  'Specs that did not run:',
  [...leftOut].map(([entry, files]) => `${entry} (for ${files.join(', ')})`),
);
printAll('Files that no spec ran for:', withoutSpec);
printAll('Files without a mutant:', withoutMutant);
const total = all.killed + all.survived;
const percent = total === 0 ? 100 : (100 * all.killed) / total;
console.log(`${all.killed} of ${total} killed: ${percent.toFixed(1)} %`);
if (percent < Number(values.least)) process.exitCode = 1;
