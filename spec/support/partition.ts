import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, Socket } from 'node:net';

/** A way to a server on loopback that can fall silent, without a FIN. */
export class Partition {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isCut = false;

  constructor(target: number) {
    this.#server = createServer((near) => {
      const far = new Socket();
      far.connect(target, '127.0.0.1');
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          this.#sockets.delete(socket);
          if (!this.#isCut) (socket === near ? far : near).destroy();
        });
      }
      near.on('data', (data) => this.#isCut || far.write(data));
      far.on('data', (data) => this.#isCut || near.write(data));
    });
  }

  async listen(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  cut(): void {
    this.#isCut = true;
  }

  /** Lets new connections through; those of before stay silent. */
  allow(): void {
    const silent = [...this.#sockets];
    this.#isCut = false;
    for (const socket of silent) socket.removeAllListeners('data').resume();
  }

  mend(): void {
    this.#isCut = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  close(): void {
    this.mend();
    this.#server.close();
  }
}
