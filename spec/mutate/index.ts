import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom } from '../fuzz/random.ts';
import { type Mutant, mutantsOf } from './mutants-of.ts';
import type { SpecRun } from './run-specs.ts';

/**
 * Changes files of lib/ in small ways, one at a time, and reports each change that their specs do not notice. Usage:
 * `npm run mutate -- lib/accumulate lib/sse/event-bound.ts`. The specs named after a file run, `--folder` adds the
 * others of their folder. `--sample N` tries N mutants per file, chosen by `--seed`. The exit code is 1 when the specs
 * notice less than `--least` percent.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string', default: 'Infinity' },
    seed: { type: 'string', default: '1' },
    folder: { type: 'boolean', default: false },
    least: { type: 'string', default: '0' },
  },
});
const folders = ['accumulate', 'transport', 'schema', 'turns', 'relay'].map((name) => `lib/${name}`);
const root = resolve(import.meta.dirname, '../..');

/** A process with jest in it, started again when a mutant does not end. */
class SpecRunner {
  #child: ChildProcess | undefined;
  #runs = 0;

  /** Whether these specs pass; `undefined` when they take longer than `limit` ms, or end the process. */
  async pass(file: string, mutant: Mutant | undefined, specs: readonly string[], limit: number) {
    const child = (this.#child ??= await this.#start());
    const run: SpecRun = { id: ++this.#runs, file, mutant, specs };
    child.send(run);
    const ended = new AbortController();
    const timer = setTimeout(() => child.kill('SIGKILL'), limit);
    try {
      const answer = await Promise.race([
        once(child, 'message', { signal: ended.signal }) as Promise<[boolean]>, // what run-specs.ts sends
        once(child, 'exit', { signal: ended.signal }).then(() => undefined),
      ]);
      // Each run keeps its modules in memory.
      if (!answer || this.#runs % 40 === 0) this.close();
      return answer?.[0];
    } finally {
      clearTimeout(timer);
      ended.abort();
    }
  }

  close(): void {
    this.#child?.kill();
    this.#child = undefined;
  }

  async #start(): Promise<ChildProcess> {
    const execArgv = ['--import', 'tsx', '--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
    const child = fork(join(import.meta.dirname, 'run-specs.ts'), {
      cwd: root,
      execArgv,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    await once(child, 'message');
    return child;
  }
}

function sourcesOf(path: string): string[] {
  const full = resolve(root, path);
  if (!statSync(full).isDirectory()) return [full];
  const files = readdirSync(full, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.ts')).map((file) => join(full, file));
}

/** The specs that run one after the other until one fails: the fast ones that are named after the file first. */
function stagesOf(file: string): string[][] {
  const folder = dirname(join(root, 'spec', relative(join(root, 'lib'), file)));
  if (!existsSync(folder)) return [];
  const name = basename(file, '.ts');
  const specs = readdirSync(folder).filter((spec) => spec.endsWith('.spec.ts'));
  const own = specs.filter((spec) => spec.startsWith(`${name}.`));
  const isProperty = (spec: string) => spec.endsWith('.property.spec.ts');
  const others = values.folder ? specs.filter((spec) => !own.includes(spec)) : [];
  return [own.filter((spec) => !isProperty(spec)), own.filter(isProperty), others]
    .filter((stage) => stage.length > 0)
    .map((stage) => stage.map((spec) => join(folder, spec)));
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
  const line = source.slice(0, start).split('\n').length;
  const after = source.slice(from, start) + text + source.slice(end, to);
  return `  line ${line}\n  - ${source.slice(from, to).trim()}\n  + ${after.trim()}`;
}

const runner = new SpecRunner();
let [killed, total] = [0, 0];
for (const file of (positionals.length > 0 ? positionals : folders).flatMap(sourcesOf)) {
  const source = readFileSync(file, 'utf8');
  const mutants = sampled(mutantsOf(file, source), Number(values.sample));
  if (mutants.length === 0) continue;
  const stages = stagesOf(file);
  const limits: number[] = [];
  for (const specs of stages) {
    const started = performance.now();
    if ((await runner.pass(file, undefined, specs, 300_000)) !== true)
      throw new Error(`The specs of ${relative(root, file)} fail without a mutant.`);
    limits.push(15_000 + 4 * (performance.now() - started));
  }
  const survivors: Mutant[] = [];
  for (const mutant of mutants) {
    let passed: boolean | undefined = true;
    for (const [stage, specs] of stages.entries()) {
      if (passed) passed = await runner.pass(file, mutant, specs, limits[stage] ?? 0);
    }
    if (passed) survivors.push(mutant);
  }
  killed += mutants.length - survivors.length;
  total += mutants.length;
  console.log(`${relative(root, file)}: ${mutants.length - survivors.length} of ${mutants.length} killed`);
  for (const survivor of survivors) console.log(difference(source, survivor));
}
runner.close();
const percent = total === 0 ? 100 : (100 * killed) / total;
console.log(`${killed} of ${total} killed: ${percent.toFixed(1)} %`);
if (percent < Number(values.least)) process.exitCode = 1;
