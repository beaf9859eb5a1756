import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { AnthropicClient } from 'anthropic-rxjs';
import { type ReplayServer, type ReplayServerOptions, startReplayServer } from 'anthropic-rxjs/testing';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { demoReplies } from '../server/demo-replies.ts';
import { serveApp } from '../server/serve-app.ts';

/** A key that would be found in any byte the browser received. */
export const key = 'a-secret-of-the-server';

export const pages = ['chat', 'compare', 'table', 'tools', 'relay', 'marbles', 'interop'] as const;

let browser: Promise<Browser> | undefined;
const launch = () =>
  (browser ??= chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  }));
export const closeBrowser = async () => (await browser)?.close();

/** The built app in a browser, its server, and the API behind it. */
export interface RunningApp {
  readonly api: ReplayServer;
  readonly context: BrowserContext;
  readonly url: string;
  /** Everything that the server has sent to browsers. */
  readonly sent: () => string;
  /** What went against the content security policy, and errors of the page. */
  readonly problems: string[];
  open(page?: (typeof pages)[number]): Promise<Page>;
  /** Closes the connections of all pages to the server. */
  disconnect(): void;
  close(): Promise<void>;
}

export async function openApp(
  replay: ReplayServerOptions = {},
  options: BrowserContextOptions = {},
): Promise<RunningApp> {
  const api = await startReplayServer({ respond: demoReplies(1_000), ...replay });
  const server = serveApp(new AnthropicClient({ baseURL: api.url, apiKey: key }));
  const sent: Buffer[] = [];
  server.on('connection', (socket: Socket) => {
    const write = socket.write.bind(socket) as (chunk: string | Uint8Array, ...rest: unknown[]) => boolean; // any overload
    socket.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
      sent.push(Buffer.from(chunk as string)); // takes both
      return write(chunk, ...rest);
    };
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server has one
  const context = await (await launch()).newContext(options);
  const problems: string[] = [];
  return {
    api,
    context,
    url,
    sent: () => Buffer.concat(sent).toString('latin1'),
    problems,
    open: async (name = 'chat') => {
      const page = await context.newPage();
      page.on('pageerror', (error) => problems.push(String(error)));
      page.on('console', (message) => {
        if (/content security policy/i.test(message.text())) problems.push(message.text());
      });
      await page.goto(`${url}/#/${name}`);
      // A page is a chunk of its own, which can come after the load event.
      await page.locator('main > :not([hidden])').waitFor();
      return page;
    },
    disconnect: () => server.closeAllConnections(),
    close: async () => {
      await context.close();
      server.closeAllConnections();
      server.close();
      await api.close();
    },
  };
}
