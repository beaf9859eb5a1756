import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { notBundled } from './not-bundled.ts';

const root = resolve(import.meta.dirname, '../..');

const config = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')) as {
  compilerOptions: { paths: Readonly<Record<string, readonly [string]>> };
};
const packages = ['rxjs', 'rxjs/testing', 'zod', 'zod/mini'];
/** The entry of each name that a program may import; programs and library share one copy of rxjs. */
const library = [
  ...Object.entries(config.compilerOptions.paths).map(([name, [file]]) => ({ in: file, out: name })),
  ...packages.map((name) => ({ in: name, out: name })),
];

const options: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  platform: 'node',
  external: notBundled,
  // On Node, these are CommonJS, whose names a bundle does not export.
  alias: Object.fromEntries(
    ['rxjs', 'rxjs/testing'].map((name) => [name, join(root, 'node_modules/rxjs/dist/esm', name.slice(4), 'index.js')]),
  ),
};

/** Programs that import this library, built together in a folder. */
export interface Blocks {
  /** Runs one as its own process with this environment; gives what it printed. */
  run(index: number, env: Record<string, string>): Promise<{ stdout: string; stderr: string; status: number | null }>;
  /** Removes the folder. */
  remove(): void;
}

/** Builds programs with one copy of the library, which takes a fraction of the time of a copy each. */
export async function buildBlocks(codes: readonly string[]): Promise<Blocks> {
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'blocks-'));
  await build({ ...options, entryPoints: library, outdir: folder, splitting: true });

  const blocks: Plugin = {
    name: 'blocks',
    setup(hooks) {
      hooks.onResolve({ filter: /^block:/ }, ({ path }) => ({ path, namespace: 'block' }));
      hooks.onResolve({ filter: /^(?:anthropic-rxjs|rxjs|zod)(?:\/|$)/ }, ({ path }) => ({
        path: `../${path}.mjs`,
        external: true,
      }));
      hooks.onLoad({ filter: /./, namespace: 'block' }, ({ path }) => ({
        contents: codes[Number(path.slice('block:'.length))] ?? '',
        loader: 'ts',
        resolveDir: root,
      }));
    },
  };
  const programs = codes.map((_, index) => ({ in: `block:${index}`, out: `blocks/${index}` }));
  await build({ ...options, entryPoints: programs, outdir: folder, plugins: [blocks] });

  return {
    run: async (index, env) => {
      const child = spawn(process.execPath, [join(folder, 'blocks', `${index}.mjs`)], {
        cwd: root,
        env: { PATH: process.env['PATH'], ...env },
      });
      const ended = new Promise<number | null>((done) => child.on('close', done));
      const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
      return { stdout, stderr, status };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
