import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { quantile } from './support/rounds.ts';
import type { Section } from './support/section.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = resolve(root, 'node_modules/.cache/bench');
const params = "{ model: 'm', max_tokens: 1, messages: [{ role: 'user', content: 'Hi' }] }";

const ours = `
  import { AnthropicClient, finalMessage, textDeltas } from './lib/index.ts';
  const events$ = new AnthropicClient({ apiKey: 'key', maxRetries: 0 }).messages.stream(${params});
  events$.pipe(textDeltas()).subscribe({ error: () => undefined });
  globalThis.later = () => events$.pipe(finalMessage()).subscribe({ error: () => undefined });`;

const bare = "fetch('http://localhost', { method: 'POST', headers: new Headers({ 'x-api-key': 'key' }), body: '{}' });";

/** Each app asks once; `fetch` is a stub that notes the time. */
const apps: Readonly<Record<string, string>> = {
  "fetch with the runtime's Headers": bare,
  'AnthropicClient, textDeltas, finalMessage': ours,
  'naive RxJS + zod, in 30 lines': `
    import { naiveStream } from './spec/bench/support/naive-stream.ts';
    naiveStream({ fetch, baseURL: 'http://localhost' }).subscribe({ error: () => undefined });`,
  '@anthropic-ai/sdk, messages.stream': `
    import Anthropic from '@anthropic-ai/sdk';
    const stream = new Anthropic({ apiKey: 'key', maxRetries: 0 }).messages.stream(${params});
    stream.on('text', () => undefined);
    stream.finalMessage().catch(() => undefined);`,
  'ai and @ai-sdk/anthropic, streamText': `
    import { createAnthropic } from '@ai-sdk/anthropic';
    import { streamText } from 'ai';
    const model = createAnthropic({ apiKey: 'key' })('m');
    void streamText({ model, prompt: 'Hi', maxRetries: 0, onError: () => undefined }).consumeStream();`,
};

/** Bundles an app as a worker has it; returns the file and the modules in it. */
async function bundle(name: string, contents: string): Promise<{ file: string; modules: readonly string[] }> {
  const file = resolve(folder, `start-${name.replaceAll(/\W+/g, '-')}.mjs`);
  const { metafile } = await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    outfile: file,
    bundle: true,
    minify: true,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['es2015', 'worker'],
    external: ['node:*', 'fs', 'path'],
    logLevel: 'error',
  });
  return { file, modules: Object.keys(metafile.inputs) };
}

/** The time from the import of a bundle in a fresh process to its first request. */
function start(file: string): number {
  const script = `
    const before = performance.now();
    globalThis.fetch = () => {
      console.log(performance.now() - before);
      process.exit();
    };
    await import(${JSON.stringify(file)});`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }));
}

/** How long a bundled app takes from its import to its first request. */
export async function coldStart(): Promise<Section> {
  const files = new Map<string, string>();
  for (const [name, contents] of Object.entries(apps)) {
    const { file, modules } = await bundle(name, contents);
    files.set(name, file);
    if (contents !== ours) continue;
    const rxjs = modules.filter((path) => path.includes('node_modules/rxjs/'));
    const kept = rxjs.map((path, i) => `import * as m${i} from './${path}'; globalThis.kept = m${i};`).join('\n');
    files.set('the same with the modules of rxjs in use', (await bundle('rxjs', `${kept}\n${bare}`)).file);
  }
  const times = new Map<string, number[]>();
  for (let round = 0; round < 21; round++) {
    for (const [name, file] of files) times.set(name, [...(times.get(name) ?? []), start(file)]);
  }
  const floor = times.get('the same with the modules of rxjs in use') ?? [];
  return {
    title: 'Cold start',
    text: 'From the import of a bundled app (esbuild, minified) in a fresh process of Node to its first request, 21 times each in turn. What is over rxjs is the median of the differences within a round.',
    tables: [
      {
        rows: [...times].map(([app, all]) => ({
          app,
          'median (ms)': quantile(all, 0.5),
          'fastest (ms)': Math.min(...all),
          'over rxjs (ms)': quantile(
            all.map((time, round) => time - (floor[round] ?? NaN)),
            0.5,
          ),
          target: app.startsWith('AnthropicClient') ? '≤ 10' : '–',
        })),
      },
    ],
  };
}
