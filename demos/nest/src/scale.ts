import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Two processes behind a balancer that knows nothing of sessions, with one Redis. */
const port = Number(process.env['PORT'] ?? 3000);
const redisPort = port + 3;
const children: ChildProcess[] = [];
const REDIS_URL = process.env['REDIS_URL'] ?? (await startRedis());
const targets = [port + 1, port + 2];
for (const target of targets) {
  const main = join(import.meta.dirname, 'main.js');
  children.push(fork(main, { env: { ...process.env, PORT: String(target), REDIS_URL } }));
  await listening(target);
}

let turn = 0;
function forward(incoming: IncomingMessage, outgoing: ServerResponse, attempts: number): void {
  const target = targets[turn++ % targets.length];
  const { method, url, headers } = incoming;
  const upstream = request({ host: '127.0.0.1', port: target, method, path: url, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, { ...answer.headers, 'x-served-by': String(target) });
    answer.pipe(outgoing);
  });
  upstream.on('error', () => {
    if (outgoing.headersSent) outgoing.destroy();
    // As balancers do: a reader goes to the process that is left.
    else if (method === 'GET' && attempts > 1) forward(incoming, outgoing, attempts - 1);
    else outgoing.writeHead(502).end();
  });
  outgoing.on('close', () => upstream.destroy());
  incoming.pipe(upstream);
}
const balancer = createServer((incoming, outgoing) => forward(incoming, outgoing, targets.length));
balancer.listen(port, '127.0.0.1', () => {
  console.log(`Open http://127.0.0.1:${port}/relay; the processes are ${targets.join(' and ')}.`);
});

const end = () => {
  for (const child of children) child.kill();
  process.exit();
};
process.once('SIGINT', end);
process.once('SIGTERM', end);

async function startRedis(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'relay-demo-'));
  const redis = spawn('redis-server', ['--port', String(redisPort), '--bind', '127.0.0.1', '--dir', folder]);
  redis.once('error', () => {
    console.error('redis-server is missing: install it, or set REDIS_URL.');
    process.exit(1);
  });
  children.push(redis);
  await listening(redisPort);
  return `redis://127.0.0.1:${redisPort}`;
}

async function listening(target: number): Promise<void> {
  for (;;) {
    const socket = connect(target, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return;
    } catch {
      await wait(50);
    } finally {
      socket.destroy();
    }
  }
}
