import { readFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize, resolve } from 'node:path';
import type { AnthropicClient } from 'anthropic-rxjs';
import { createRelay, proxyHandler, relayHandler, toNodeHandler } from 'anthropic-rxjs/relay';
import { models } from '../src/app/model.ts';

const root = resolve(import.meta.dirname, '../dist/browser');
const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
};
/** Nothing but this page's own files and requests: no inline code, no eval. */
const policy = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'";

async function serveFile(path: string, response: ServerResponse): Promise<void> {
  const file = join(root, normalize(path === '/' ? '/index.html' : path));
  try {
    const content = await readFile(file);
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
    });
    response.end(content);
  } catch {
    response.writeHead(404).end();
  }
}

/** Serves the built app and, under `/api`, the relay and the proxy that keep the key. */
export function serveApp(client: AnthropicClient): Server {
  const allow = { models, maxTokens: 4_096, tools: ['get_weather', 'give_output'] };
  const proxy = toNodeHandler(proxyHandler({ client, allow, authorize: 'everyone' }));
  const relay = toNodeHandler(relayHandler(createRelay(), { client, allow, authorize: 'everyone' }));
  return createServer((request, response) => {
    const [pathname = '/'] = (request.url ?? '/').split('?', 1);
    if (pathname.startsWith('/api/replies')) relay(request, response);
    else if (pathname.startsWith('/api/')) proxy(request, response);
    // A path that begins with a slash cannot lead out of the folder.
    else if (pathname.startsWith('/')) void serveFile(pathname, response);
    else response.writeHead(400).end();
  });
}
