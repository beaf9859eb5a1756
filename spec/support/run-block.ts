import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';

const root = resolve(import.meta.dirname, '../..');

/** Runs a program that imports this library, as its own process with this environment; gives what it printed. */
export async function runBlock(code: string, env: Record<string, string>) {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: root, loader: 'ts' },
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    platform: 'node',
    // One copy of rxjs for the program and for the library.
    external: ['rxjs', 'rxjs/*', 'zod', 'zod/*', 'eventsource-parser', '@opentelemetry/*'],
    write: false,
  });
  const child = spawn(process.execPath, ['--input-type=module'], {
    cwd: root,
    env: { PATH: process.env['PATH'], ...env },
  });
  const ended = new Promise<number | null>((done) => child.on('close', done));
  child.stdin.end(outputFiles[0]!.text);
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { stdout, stderr, status };
}
