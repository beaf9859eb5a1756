import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import type { Mutant } from './mutants-of.ts';
import type { SpecResult, SpecRun } from './run-specs.ts';

const root = resolve(import.meta.dirname, '../..');

/** A warm process that runs specs, started again when a mutant hangs or keeps timers or sockets open. */
export class SpecRunner {
  #child: ChildProcess | undefined;
  #runs = 0;

  /** Whether the spec passes; `undefined` when it takes longer than `limit` ms, or ends the process. */
  async pass(file: string, mutant: Mutant | undefined, spec: string, limit: number): Promise<boolean | undefined> {
    const child = (this.#child ??= await this.#start());
    const run: SpecRun = { id: ++this.#runs, file, mutant, spec };
    child.send(run);
    const ended = new AbortController();
    const timer = setTimeout(() => child.kill('SIGKILL'), limit);
    try {
      const result = await Promise.race([
        once(child, 'message', { signal: ended.signal }).then(([message]) => message as SpecResult), // of run-specs.ts
        once(child, 'exit', { signal: ended.signal }).then(() => undefined),
      ]);
      // Each run keeps its modules in memory.
      if (!result || result.isDirty || this.#runs % 200 === 0) this.close();
      return result?.passed;
    } finally {
      clearTimeout(timer);
      ended.abort();
    }
  }

  close(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  async #start(): Promise<ChildProcess> {
    const child = fork(join(import.meta.dirname, 'run-specs.ts'), {
      cwd: root,
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    await once(child, 'message');
    return child;
  }
}
