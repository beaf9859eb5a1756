import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { quantile } from './support/rounds.ts';
import type { Section } from './support/section.ts';

const root = resolve(import.meta.dirname, '../..');
const modules = {
  nothing: undefined,
  rxjs: 'rxjs',
  'anthropic-rxjs': 'anthropic-rxjs',
  'anthropic-rxjs, rxjs loaded': 'anthropic-rxjs',
  '@anthropic-ai/sdk': '@anthropic-ai/sdk',
  'ai and @ai-sdk/anthropic': 'ai',
};

function load(name: string, specifier: string | undefined): number {
  const before = name.endsWith('rxjs loaded') ? "await import('rxjs');" : '';
  const also = specifier === 'ai' ? "await import('@ai-sdk/anthropic');" : '';
  const loading = specifier === undefined ? '' : `await import('${specifier}');`;
  const script = `${before} const start = performance.now(); ${loading} ${also} console.log(performance.now() - start);`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root, encoding: 'utf8' }));
}

/** How long `import` takes in a fresh process. */
export function moduleLoad(): Promise<Section> {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root });
  const times = new Map<string, number[]>();
  for (let round = 0; round < 15; round++) {
    for (const [name, specifier] of Object.entries(modules)) {
      times.set(name, [...(times.get(name) ?? []), load(name, specifier)]);
    }
  }
  return Promise.resolve({
    title: 'Loading the module',
    text: 'The built package, imported in a fresh process of Node, 15 times each in turn.',
    tables: [
      {
        rows: [...times].map(([module, all]) => ({
          import: module,
          'median (ms)': quantile(all, 0.5),
          'fastest (ms)': Math.min(...all),
        })),
      },
    ],
  });
}
