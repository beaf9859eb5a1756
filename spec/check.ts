import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { from, lastValueFrom, mergeMap, tap, toArray } from 'rxjs';

/** Runs what must hold before a commit, the tests aside: as many scripts at a time as there are cores, the longest first. */
const scripts = ['check:package', 'lint', 'typecheck', 'docs:check', 'format:check', 'size'];

async function run(script: string) {
  const began = Date.now();
  const child = spawn('npm', ['run', '--silent', script], {
    cwd: resolve(import.meta.dirname, '..'),
    shell: process.platform === 'win32',
  });
  const ended = new Promise<number | null>((done) => child.on('close', done));
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { script, status, output: stdout + stderr, seconds: (Date.now() - began) / 1000 };
}

const results$ = from(scripts).pipe(
  mergeMap(run, Math.max(2, availableParallelism())),
  tap(({ script, status, output, seconds }) => {
    if (status !== 0) console.log(output);
    console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${script.padEnd(13)} ${seconds.toFixed(1).padStart(5)} s`);
  }),
  toArray(),
);

const results = await lastValueFrom(results$);
if (results.some(({ status }) => status !== 0)) process.exitCode = 1;
