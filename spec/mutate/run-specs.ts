import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildContext, context, type Plugin } from 'esbuild';
import { jestGlobals, runTests } from './jest-globals.ts';
import type { Mutant } from './mutants-of.ts';

/** The request of the parent process. */
export interface SpecRun {
  readonly id: number;
  readonly file: string;
  readonly mutant: Mutant | undefined;
  readonly spec: string;
}

/** The answer to it. */
export interface SpecResult {
  readonly passed: boolean;
  /** Timers or sockets of the run are open: what they do later must not fail another run. */
  readonly isDirty: boolean;
}

const root = process.cwd();
// Inside the checkout, so that Node finds the packages.
const folder = join(root, 'node_modules/.cache/mutate');
mkdirSync(folder, { recursive: true });
Object.assign(globalThis, { jestGlobals });

const texts = new Map<string, string>();
let current: SpecRun | undefined;

/** The text of a file with the mutant of the current run. A bundle has no folder, so the literal of it goes in. */
function textOf(path: string): string {
  const text = texts.get(path) ?? readFileSync(path, 'utf8');
  texts.set(path, text);
  const mutant = path === current?.file ? current.mutant : undefined;
  const mutated = mutant ? text.slice(0, mutant.start) + mutant.text + text.slice(mutant.end) : text;
  return mutated
    .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
    .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href));
}

const plugin: Plugin = {
  name: 'mutate',
  setup(build) {
    build.onResolve({ filter: /^@jest\/globals$/ }, () => ({ path: 'jest', namespace: 'jest' }));
    build.onLoad({ filter: /.*/, namespace: 'jest' }, () => ({
      contents: `export const { ${Object.keys(jestGlobals).join(', ')} } = globalThis.jestGlobals;`,
    }));
    build.onLoad({ filter: /\/(lib|spec)\/.*\.ts$/ }, ({ path }) => ({ contents: textOf(path), loader: 'ts' }));
  },
};

const contexts = new Map<string, BuildContext<{ write: false }>>();

async function bundle(spec: string): Promise<string> {
  const existing = contexts.get(spec);
  const build =
    existing ??
    (await context({
      entryPoints: [spec],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      logLevel: 'silent',
      plugins: [plugin],
    }));
  contexts.set(spec, build);
  const { outputFiles } = await build.rebuild();
  return outputFiles?.[0]?.text ?? '';
}

async function run(spec: string, id: number): Promise<boolean> {
  const file = join(folder, `${process.pid}-${id}.mjs`);
  return await runTests(async () => {
    writeFileSync(file, await bundle(spec));
    try {
      await import(pathToFileURL(file).href);
    } finally {
      rmSync(file);
    }
  });
}

/** What keeps the process alive, apart from the pipes to the parent and to esbuild. */
const open = () =>
  process.getActiveResourcesInfo().filter((name) => name !== 'PipeWrap' && name !== 'Immediate').length;
let idle: number | undefined;

/** Runs a spec against a mutant in this process, which the parent ends when the mutant never does. */
process.on('message', (request: SpecRun) => {
  current = request;
  void run(request.spec, request.id).then(async (passed) => {
    await new Promise((resolve) => setImmediate(resolve));
    idle ??= open();
    process.send?.({ passed, isDirty: open() > idle } satisfies SpecResult);
  });
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
