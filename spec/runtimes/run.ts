/**
 * Runs the packed library in other runtimes against the replay server. They are installed into a temporary folder,
 * since they weigh hundreds of megabytes. A runtime that cannot be installed or run is a failure: nothing is skipped.
 */
import { type ChildProcess, execFileSync, spawn, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { AnthropicClient } from 'anthropic-rxjs';
import {
  errorBody,
  messageEvents,
  type Reply,
  type SeenRequest,
  sseBody,
  startReplayServer,
} from 'anthropic-rxjs/testing';
import { build } from 'esbuild';
import { expected, smoke } from './smoke.ts';
import { workerdConfig } from './workerd-config.ts';
import { isBuilt } from '../support/is-built.ts';

const packages = { bun: '1.4.5', deno: '2.9.6', workerd: '1.20261117.1' };
const root = resolve(import.meta.dirname, '../..');
const project = mkdtempSync(join(tmpdir(), 'anthropic-rxjs-runtimes-'));
const bin = (name: string) => join(project, 'node_modules/.bin', name);
/** Longer than any run takes on a slow machine, in ms. */
const patience = 30_000;

/** How each is started; it then serves `createApp` and prints its port in a line of this stream. */
const runtimes: Record<string, (api: string) => Promise<{ child: ChildProcess; lines: Readable }>> = {
  deno: (api) => {
    // No permission but the network: the client must do without an environment.
    const permissions = ['--no-prompt', '--no-remote', '--node-modules-dir=manual', '--allow-net=127.0.0.1'];
    return Promise.resolve(start(bin('deno'), ['run', ...permissions, 'deno.ts', api], 1));
  },
  bun: (api) => Promise.resolve(start(bin('bun'), ['bun.ts', api], 1)),
  workerd: async (api) => {
    const outfile = join(project, 'worker.mjs');
    const entryPoints = [join(project, 'workerd.ts')];
    await build({ entryPoints, outfile, bundle: true, format: 'esm', conditions: ['workerd'], logLevel: 'error' });
    writeFileSync(join(project, 'worker.capnp'), workerdConfig('worker.mjs', api));
    return start(bin('workerd'), ['serve', '--control-fd=3', 'worker.capnp'], 3);
  },
};

function start(command: string, args: string[], linesFrom: 1 | 3) {
  const child = spawn(command, args, { cwd: project, stdio: ['ignore', 'pipe', 'inherit', 'pipe'] });
  return { child, lines: child.stdio[linesFrom] as Readable };
}

function install(): void {
  const quiet: { stdio: StdioOptions } = { stdio: ['ignore', 'ignore', 'inherit'] };
  // Its prepack script builds.
  const scripts = isBuilt() ? ['--ignore-scripts'] : [];
  execFileSync('npm', ['pack', '--loglevel=error', '--pack-destination', project, ...scripts], { ...quiet, cwd: root });
  const tarball = readdirSync(project).map((file) => `./${file}`);
  const pinned = Object.entries({ ...packages, rxjs: '7.8.2' }).map(([name, version]) => `${name}@${version}`);
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  const args = ['install', '--no-audit', '--no-fund', '--loglevel=error', ...tarball, ...pinned];
  execFileSync('npm', args, { ...quiet, cwd: project });
  for (const file of readdirSync(import.meta.dirname))
    copyFileSync(join(import.meta.dirname, file), join(project, file));
}

const events = messageEvents('Grüße, 世界 🌍');

/** A reply that never ends. It pings like the API: workerd notices only on a write that a browser has disconnected. */
async function* endless() {
  yield sseBody(events.slice(0, 3));
  for (;;) {
    await setTimeout(100);
    yield sseBody([{ type: 'ping' }]);
  }
}

function respond({ body }: SeenRequest): Reply {
  if (body?.model === 'missing') return { status: 404, body: errorBody('not_found_error', 'model: missing') };
  return body?.model === 'endless' ? { body: endless() } : events;
}

async function within<T>(promise: Promise<T>, what: string): Promise<T> {
  const done = new AbortController();
  const late = setTimeout(patience, undefined, { signal: done.signal }).then(() => {
    throw new Error(`${what} did not happen within ${patience} ms`);
  });
  return Promise.race([promise, late]).finally(() => done.abort());
}

async function portOf({ child, lines }: { child: ChildProcess; lines: Readable }): Promise<string> {
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`it ended with ${String(code)}`)));
  const told = (async () => {
    for await (const line of createInterface(lines)) {
      const [, port] = /(?:listening on |"port":\s*)(\d+)/.exec(line) ?? [];
      if (port !== undefined) return port;
    }
    throw new Error('it printed no port');
  })();
  return within(Promise.race([told, ended]), 'listening');
}

/** The differences from the expected result. */
function compare(who: string, seen: Record<string, unknown>): string[] {
  return Object.entries(expected).flatMap(([name, value]) => {
    const same = isDeepStrictEqual(seen[name], value);
    console.log(`  ${same ? 'ok    ' : 'FAILED'} ${who}: ${name} is ${JSON.stringify(seen[name])}`);
    return same ? [] : [`${who}: ${name}`];
  });
}

async function check(name: string): Promise<string[]> {
  const api = await startReplayServer({ respond });
  const running = await runtimes[name]!(api.url);
  try {
    const url = `http://127.0.0.1:${await portOf(running)}`;
    const response = await within(fetch(`${url}/smoke`), 'an answer');
    const text = await response.text();
    if (!response.ok) throw new Error(`it answered ${response.status} ${text}`);
    const page = new AnthropicClient({ baseURL: `${url}/api`, apiKey: null, maxRetries: 0 });
    const failed = [
      ...compare('as a client', JSON.parse(text) as Record<string, unknown>),
      ...compare('as a proxy', await within(smoke(page), 'an answer of the proxy')),
    ];
    const left = api.requests.filter(({ body }) => body?.model === 'endless').map(({ closed }) => closed);
    const outcomes = await within(Promise.all(left), 'the end of an unsubscribed request');
    const closed = isDeepStrictEqual(outcomes, ['aborted', 'aborted']);
    console.log(
      `  ${closed ? 'ok    ' : 'FAILED'} an unsubscribed request is closed at the API: ${outcomes.join(', ')}`,
    );
    return closed ? failed : [...failed, 'unsubscribing'];
  } catch (error) {
    console.log(`  FAILED ${String(error)}`);
    return [String(error)];
  } finally {
    running.child.kill();
    await api.close();
  }
}

const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
let failures = 0;
try {
  const began = performance.now();
  install();
  console.log(`installed ${Object.keys(packages).join(', ')} and the packed library in ${seconds(began)}`);
  for (const name of Object.keys(runtimes)) {
    const started = performance.now();
    const version = execFileSync(bin(name), ['--version'], { encoding: 'utf8' }).split('\n', 1).join();
    console.log(`${name} (${version})`);
    failures += (await check(name)).length;
    console.log(`  ${seconds(started)}`);
  }
} finally {
  rmSync(project, { recursive: true, force: true });
}
console.log(failures === 0 ? 'every runtime returned the expected result' : `${failures} failed`);
process.exitCode = failures === 0 ? 0 : 1;
