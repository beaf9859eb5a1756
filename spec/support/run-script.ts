import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { build, type Plugin } from 'esbuild';
import { notBundled } from './not-bundled.ts';

const root = resolve(import.meta.dirname, '../..');

/** What a script printed and how it ended. */
export interface ScriptResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

let bundled: Promise<string> | undefined;

/** `demos/index.ts` imports a demo by its name: in the bundle from the file beside it. */
const besideIndex: Plugin = {
  name: 'beside-index',
  setup: (plugin) => {
    plugin.onLoad({ filter: /demos[/\\]index\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return {
        loader: 'ts',
        contents: source.replace('`./${name}.ts`', 'new URL(`${name}.js`, import.meta.url).href'),
      };
    });
  },
};

/** The scripts of demos/ in a bundle: it starts many times faster than the source, which tsx compiles file by file. */
function bundle(): Promise<string> {
  const outdir = join(root, `node_modules/.cache/demos-${process.pid}`);
  const demos = join(root, 'demos');
  const names = readdirSync(demos).filter((file) => file.endsWith('.ts') && file !== 'cli.ts');
  bundled ??= build({
    // demos/cli.ts only imports the command, which a bundler drops: no file of the package has side effects.
    entryPoints: [
      ...names.map((file) => ({ in: join(demos, file), out: file.slice(0, -'.ts'.length) })),
      { in: join(root, 'lib/cli/main.ts'), out: 'cli' },
    ],
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: notBundled,
    define: { 'import.meta.dirname': JSON.stringify(demos) },
    plugins: [besideIndex],
    outdir,
    logLevel: 'error',
  }).then(() => outdir);
  return bundled;
}

function start(nodeArgs: readonly string[], env: Record<string, string>) {
  const { ANTHROPIC_API_KEY: _, ANTHROPIC_BASE_URL: __, ...clean } = process.env;
  const child = spawn(process.execPath, nodeArgs, { cwd: root, env: { ...clean, DEMO_SPEED: '0', ...env } });
  const ended = new Promise<number | null>((done) => child.on('close', done));
  return {
    child,
    result: async (): Promise<ScriptResult> => {
      const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
      return { stdout, stderr, code };
    },
  };
}

/** A script of demos/ as its own process, without a key and without a terminal. */
export async function startScript(script: string, args: readonly string[], env: Record<string, string> = {}) {
  return start([join(await bundle(), `${script}.js`), ...args], env);
}

/** Runs a script to its end with this on its standard input. */
export async function runScript(script: string, args: readonly string[], input = ''): Promise<ScriptResult> {
  const { child, result } = await startScript(script, args);
  child.stdin.end(input);
  return result();
}

/** Runs the source of a script, as `npm start` and `npm run demo` do. */
export function runSource(script: string, args: readonly string[]): Promise<ScriptResult> {
  const { child, result } = start(['--import', 'tsx', `demos/${script}.ts`, ...args], {});
  child.stdin.end();
  return result();
}
