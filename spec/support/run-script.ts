import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const root = resolve(import.meta.dirname, '../..');

/** What a script printed and how it ended. */
export interface ScriptResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

/** A script of demos/ as its own process, without a key and without a terminal. */
export function startScript(script: string, args: readonly string[], env: Record<string, string> = {}) {
  const { ANTHROPIC_API_KEY: _, ANTHROPIC_BASE_URL: __, ...clean } = process.env;
  const options = { cwd: root, env: { ...clean, DEMO_SPEED: '0', ...env } };
  const child = spawn(process.execPath, ['--import', 'tsx', `demos/${script}.ts`, ...args], options);
  const ended = new Promise<number | null>((done) => child.on('close', done));
  return {
    child,
    result: async (): Promise<ScriptResult> => {
      const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
      return { stdout, stderr, code };
    },
  };
}

/** Runs a script to its end with this on its standard input. */
export function runScript(script: string, args: readonly string[], input = ''): Promise<ScriptResult> {
  const { child, result } = startScript(script, args);
  child.stdin.end(input);
  return result();
}
