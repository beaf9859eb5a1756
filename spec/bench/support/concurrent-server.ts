import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sseBody } from '../../../lib/testing/index.ts';
import { eventsOf } from './wire.ts';

/** A server in its own process that pauses streams after their first text until `/go`. */
export async function startConcurrentServer(): Promise<{ url: string; close: () => void }> {
  const child = fork(import.meta.filename, ['serve']);
  const [port] = (await once(child, 'message')) as [number]; // the child sends its port
  return { url: `http://127.0.0.1:${port}`, close: () => child.disconnect() };
}

function serve(): void {
  const events = eventsOf('text', 201, 24);
  const [beginning, rest] = [sseBody(events.slice(0, 3)), sseBody(events.slice(3))];
  let holding = false;
  let held: ServerResponse[] = [];
  const server = createServer((request, response) => {
    request.resume();
    if (request.url === '/hold') holding = true;
    if (request.url === '/go') {
      holding = false;
      for (const stream of held) stream.end(rest);
      held = [];
    }
    if (request.url !== '/v1/messages') return void response.end();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(beginning);
    if (holding) held.push(response);
    else response.end(rest);
  });
  server.listen({ port: 0, host: '127.0.0.1', backlog: 2_048 }, () =>
    process.send?.((server.address() as AddressInfo).port),
  ); // a TCP server has one
  process.once('disconnect', () => process.exit());
}

if (process.argv[1] === import.meta.filename && process.argv[2] === 'serve') serve();
