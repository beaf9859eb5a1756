import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, extname, resolve } from 'node:path';
import { AnthropicClient } from 'anthropic-rxjs';
import { proxyHandler, toNodeHandler } from 'anthropic-rxjs/relay';
import { type ReplayServer, type ReplayServerOptions, startReplayServer } from 'anthropic-rxjs/testing';
import { type Browser, chromium, type Page } from 'playwright-core';

const dist = resolve(import.meta.dirname, '../dist/browser');
const types: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript' };

/** Serves the built application and, under `/api`, the proxy of the guide. */
async function serve(client: AnthropicClient): Promise<Server> {
  const allow = { models: ['claude-sonnet-5'], maxTokens: 1024 };
  const proxy = toNodeHandler(proxyHandler({ client, allow, authorize: 'everyone' }));
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/api/')) return proxy(request, response);
    const file = request.url === '/' ? 'index.html' : basename(request.url ?? '');
    readFile(resolve(dist, file)).then(
      (content) => response.writeHead(200, { 'content-type': types[extname(file)] ?? 'text/plain' }).end(content),
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

let browser: Promise<Browser> | undefined;
const launch = () =>
  (browser ??= chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  }));
export const closeBrowser = async () => (await browser)?.close();

export interface RunningApp {
  readonly api: ReplayServer;
  readonly page: Page;
  /** Errors of the page. */
  readonly problems: string[];
  close(): Promise<void>;
}

/** The built application in a browser, and the API behind its proxy. */
export async function openApp(options: ReplayServerOptions): Promise<RunningApp> {
  const api = await startReplayServer(options);
  const server = await serve(new AnthropicClient({ baseURL: api.url, apiKey: 'a-secret-of-the-server' }));
  const context = await (await launch()).newContext();
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  const { port } = server.address() as AddressInfo; // a TCP server has one
  await page.goto(`http://127.0.0.1:${port}/`);
  return {
    api,
    page,
    problems,
    close: async () => {
      await context.close();
      server.closeAllConnections();
      server.close();
      await api.close();
    },
  };
}
