import { readdirSync } from 'node:fs';
import type { Demo } from './support/demo.ts';
import { withClient } from '../lib/cli/with-client.ts';

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'index.ts' && file !== 'cli.ts')
  .map((file) => file.slice(0, -'.ts'.length));

const load = async (name: string) => ((await import(`./${name}.ts`)) as { default: Demo }).default;

async function list(): Promise<string> {
  const width = Math.max(...names.map((name) => name.length));
  const lines = names.map(async (name) => `  ${name.padEnd(width)}  ${(await load(name)).shows}`);
  return `npm run demo NAME runs one of:\n${(await Promise.all(lines)).join('\n')}\n`;
}

const [name] = process.argv.slice(2);
if (name === undefined) process.stdout.write(await list());
else if (!names.includes(name)) {
  process.stderr.write(`Unknown demo: ${name}. ${await list()}`);
  process.exitCode = 2;
} else {
  const { run } = await load(name);
  // Tokens per second of the replay; 0 is as fast as possible.
  const tokensPerSecond = Number(process.env['DEMO_SPEED'] ?? 60);
  withClient({ tokensPerSecond, jitter: 0.5 }, run).subscribe({
    error: (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exitCode = 1;
    },
  });
}
