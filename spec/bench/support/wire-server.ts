import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server in its own process that sends the same body to every request. */
export async function startWireServer(chunks: readonly Uint8Array[]): Promise<{ url: string; close: () => void }> {
  const child = fork(import.meta.filename, ['serve'], { serialization: 'advanced' });
  child.send(chunks);
  const [port] = (await once(child, 'message')) as [number]; // the child sends its port
  return { url: `http://127.0.0.1:${port}`, close: () => child.disconnect() };
}

async function write(response: ServerResponse, chunks: readonly Uint8Array[]): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const chunk of chunks) if (!response.write(chunk)) await once(response, 'drain');
  response.end();
}

if (process.argv[2] === 'serve' && process.argv[1] === import.meta.filename) {
  process.once('message', (chunks: Uint8Array[]) => {
    const server = createServer((request, response) => {
      request.resume().on('end', () => void write(response, chunks));
    });
    server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port)); // a TCP server has one
  });
  process.once('disconnect', () => process.exit());
}
