import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Step } from './make-response.ts';

/** A server on the loopback interface that answers a request to `/N/…` with the steps of case N. */
export interface StepServer {
  readonly url: string;
  /** Cases whose response is still open. */
  readonly open: Set<number>;
  readonly close: () => void;
}

export async function startStepServer(stepsOf: (index: number) => readonly Step[]): Promise<StepServer> {
  const sockets = new Set<Socket>();
  const open = new Set<number>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    let received = '';
    let index = -1;
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      open.delete(index);
    });
    socket.on('data', (data) => {
      received += data.toString('latin1');
      const head = received.indexOf('\r\n\r\n');
      if (head === -1) return;
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
      if (received.length < head + 4 + length) return;
      open.delete(index); // the client took that response for whole
      index = Number(/^POST \/(\d+)\//.exec(received)?.[1]);
      received = '';
      open.add(index);
      void answer(socket, stepsOf(index)).then((isKept) => {
        if (isKept) open.delete(index);
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const close = () => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, open, close };
}

/** Sends a response; whether its connection can be used again. */
async function answer(socket: Socket, steps: readonly Step[]): Promise<boolean> {
  for (const step of steps) {
    if (socket.destroyed) return false;
    if ('write' in step) socket.write(step.write);
    else if ('wait' in step) await (step.wait === 0 ? new Promise(setImmediate) : wait(step.wait));
    else if ('flood' in step) await flood(socket, step.flood, step.bytes);
    else if (step.end === 'close') socket.end();
    else if (step.end === 'reset') socket.resetAndDestroy();
    else return step.end === 'keep';
  }
  return false;
}

async function flood(socket: Socket, bytes: Buffer, limit: number): Promise<void> {
  for (let sent = 0; sent < limit && !socket.destroyed; sent += bytes.length + 1) {
    if (!socket.write(bytes)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => undefined);
    else await new Promise(setImmediate);
  }
}
