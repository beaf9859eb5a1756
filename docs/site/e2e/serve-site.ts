import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, resolve } from 'node:path';

const dist = resolve(import.meta.dirname, '../dist');
const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

/** Serves the built site below a path on a free port of the loopback interface. Files outside the path are not found. */
export async function serveSite(base: string) {
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://127.0.0.1');
    const path = pathname.startsWith(base) ? normalize(decodeURIComponent(pathname.slice(base.length))) : undefined;
    const found = path !== undefined && !path.startsWith('..') ? fileOf(path) : undefined;
    if (!found) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': types[extname(found)] ?? 'application/octet-stream' });
    createReadStream(found).pipe(response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo; // a TCP server has a port
  return { url: `http://127.0.0.1:${port}${base}`, close: () => server.close() };
}

function fileOf(path: string): string | undefined {
  return [join(dist, path), join(dist, `${path}.html`), join(dist, path, 'index.html')].find(
    (file) => existsSync(file) && statSync(file).isFile(),
  );
}
