import { fork } from 'node:child_process';
import { on } from 'node:events';
import { basename, resolve } from 'node:path';
import { buildSync } from 'esbuild';

const root = resolve(import.meta.dirname, '../../..');
const built = new Map<string, string>();

/** A script as one file of JavaScript: a process with it starts in a fraction of the time that tsx takes. */
function bundled(script: string): string {
  const known = built.get(script);
  if (known !== undefined) return known;
  const outfile = resolve(root, 'node_modules/.cache/bench', basename(script).replace('.ts', '.mjs'));
  buildSync({ entryPoints: [script], outfile, bundle: true, format: 'esm', platform: 'node', packages: 'external' });
  built.set(script, outfile);
  return outfile;
}

/** Another process, and its messages in order. */
export interface Worker {
  send(message: string): void;
  /** Waits for the next message. */
  next<T>(): Promise<T>;
  kill(): void;
}

/** Starts a process that does one job of a script, with `runJob` at its end. */
export function startWorker(script: string, job: string, options: unknown): Worker {
  const child = fork(bundled(script), [job, JSON.stringify(options)], { execArgv: ['--expose-gc'] });
  const messages = on(child, 'message', { close: ['exit'] });
  return {
    send: (message) => child.send(message),
    next: async <T>() => {
      const received = (await messages.next()) as IteratorResult<[T], undefined>; // as the job sends it
      if (received.done) throw new Error(`The process of ${job} ended.`);
      return received.value[0];
    },
    kill: () => child.kill('SIGKILL'),
  };
}

/** Runs the job of this process, if `startWorker` has started it. */
export async function runJob(jobs: Readonly<Record<string, (options: never) => Promise<void>>>): Promise<void> {
  const [job = '', options = '{}'] = process.argv.slice(2);
  const run = process.send && jobs[job];
  if (!run) return;
  process.once('disconnect', () => process.exit());
  await run(JSON.parse(options) as never); // the options of startWorker
}
