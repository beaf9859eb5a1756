import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

/** A `redis-server` of a spec's own. */
export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** Where it keeps its files. */
  readonly folder: string;
  /** Ends the process; its files stay. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same port and files. */
  start(): Promise<void>;
  /** Ends the process and removes its files. */
  remove(): Promise<void>;
}

/** Starts a server on a free port of the loopback interface. */
export async function startRedis(...options: string[]): Promise<RedisServer> {
  let port = await freePort();
  // In memory where there is such a place: a busy disk holds Redis up for seconds.
  const home = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const folder = mkdtempSync(join(home, 'anthropic-rxjs-redis-'));
  let child: ChildProcess | undefined;
  const server: RedisServer = {
    get port() {
      return port;
    },
    folder,
    get url() {
      return `redis://127.0.0.1:${port}`;
    },
    start: async () => {
      const fixed = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
      child = spawn('redis-server', [...fixed, ...options], { stdio: 'ignore' });
      const refused = once(child, 'exit').then(() => Promise.reject(new Error('redis-server did not start.')));
      await Promise.race([listening(port), refused]);
      refused.catch(() => undefined); // from here on it may be killed
    },
    stop: async (signal = 'SIGKILL') => {
      if (child?.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
    remove: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  // Somebody else may take a free port first.
  for (let i = 0; ; i++) {
    try {
      await server.start();
      return server;
    } catch (error) {
      if (i === 5) throw error;
      port = await freePort();
    }
  }
}

/** Makes a cluster of three servers. */
export async function startCluster(): Promise<readonly RedisServer[]> {
  const servers = await Promise.all([1, 2, 3].map(() => startRedis('--cluster-enabled', 'yes')));
  const addresses = servers.map(({ port }) => `127.0.0.1:${port}`);
  await promisify(execFile)('redis-cli', ['--cluster', 'create', ...addresses, '--cluster-yes']);
  for (const { port } of servers) {
    while (!(await redisCli(port, 'cluster', 'info')).includes('cluster_state:ok')) await wait(50);
  }
  return servers;
}

/** What `redis-cli` prints. */
export async function redisCli(port: number, ...command: string[]): Promise<string> {
  return (await promisify(execFile)('redis-cli', ['-p', String(port), ...command])).stdout;
}

/**
 * A port of the loopback interface that nobody uses, below those that the system gives to connections: while a server is
 * down, a connection could take its port. A cluster's nodes talk on the port that is 10,000 higher.
 */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 12_000 + Math.floor(Math.random() * 10_000);
    const server = createServer().listen(port, '127.0.0.1');
    try {
      await once(server, 'listening');
    } catch {
      continue;
    }
    server.close();
    await once(server, 'close');
    return port;
  }
}

async function listening(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return;
    } catch {
      await wait(20);
    } finally {
      socket.destroy();
    }
  }
}
