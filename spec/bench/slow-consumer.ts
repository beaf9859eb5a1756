import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createParser } from 'eventsource-parser';
import { concatMap, lastValueFrom, timer } from 'rxjs';
import { AnthropicClient, createGate, drainWith, textDeltas } from '../../lib/index.ts';
import { messageEvents, sseBody } from '../../lib/testing/index.ts';
import { ask } from './support/ask.ts';
import type { Section } from './support/section.ts';

const MB = 1024 * 1024;
const eventBytes = 8_192;
const eventCount = Math.ceil((100 * MB) / eventBytes);
const pause = 1;

interface Report {
  /** Bytes of text taken so far. */
  readonly taken: number;
  /** Memory of the process, in bytes. */
  readonly rss: number;
}

/** Consumers that take `pause` ms per event, each in its own process. */
const consumers: Record<string, (url: string, take: (text: string) => Promise<void>) => Promise<unknown>> = {
  'bare fetch, awaiting': async (url, take) => {
    const { body } = await fetch(`${url}/v1/messages`, { method: 'POST' });
    if (!body) throw new Error('The response lacks a body.');
    const waiting: string[] = [];
    const parser = createParser({ onEvent: ({ data }) => waiting.push(data) });
    const decoder = new TextDecoder();
    for await (const chunk of body) {
      parser.feed(decoder.decode(chunk, { stream: true }));
      for (const data of waiting.splice(0)) {
        const event = JSON.parse(data) as { delta?: { text?: string } }; // as the server sends it
        if (event.delta?.text !== undefined) await take(event.delta.text);
      }
    }
  },
  'drainWith and a gate': (url, take) => {
    const gate = createGate();
    const text$ = new AnthropicClient({ baseURL: url, apiKey: 'key' }).messages
      .stream(ask, { paused$: gate.paused$ })
      .pipe(textDeltas());
    return lastValueFrom(text$.pipe(drainWith(take, { gate })));
  },
  'concatMap, no gate': (url, take) => {
    const text$ = new AnthropicClient({ baseURL: url, apiKey: 'key' }).messages.stream(ask).pipe(textDeltas());
    return lastValueFrom(text$.pipe(concatMap(take)));
  },
};

async function consume(name: string, url: string): Promise<void> {
  let taken = 0;
  const report = () => process.send?.({ taken, rss: process.memoryUsage.rss() } satisfies Report);
  globalThis.gc?.();
  report();
  const reports = setInterval(report, 20);
  await consumers[name]?.(url, async (text) => {
    await lastValueFrom(timer(pause));
    taken += text.length;
  });
  clearInterval(reports);
  process.disconnect();
}

/** Pushes 100 MB of text as fast as the socket takes it. */
async function serve() {
  const [start, block, , ...end] = messageEvents('-');
  const piece = {
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'text_delta', text: 'x'.repeat(eventBytes) },
  } as const;
  const eight = sseBody(Array.from({ length: 8 }, () => piece));
  let written = 0;
  const server = createServer((request, response) => {
    request.resume();
    written = 0;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (start && block) response.write(sseBody([start, block]));
    const push = () => {
      while (written < eventCount * eventBytes) {
        written += 8 * eventBytes;
        if (!response.write(eight)) return void response.once('drain', push);
      }
      response.end(sseBody(end));
    };
    push();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server has one
  return {
    url: `http://127.0.0.1:${port}`,
    written: () => written,
    forget: () => (written = 0),
    close: () => server.close(),
  };
}

async function measure(name: string, server: Awaited<ReturnType<typeof serve>>) {
  const child = fork(import.meta.filename, ['consume', name, server.url], {
    execArgv: [...process.execArgv, '--expose-gc'],
  });
  const seen = { base: 0, memory: 0, inFlight: 0 };
  server.forget();
  const started = performance.now();
  child.on('message', ({ taken, rss }: Report) => {
    seen.base ||= rss;
    seen.memory = Math.max(seen.memory, rss - seen.base);
    if (server.written() > 0) seen.inFlight = Math.max(seen.inFlight, server.written() - taken);
  });
  await once(child, 'exit');
  return {
    consumer: name,
    'memory added (MB)': mb(seen.memory),
    'in flight (MB)': mb(seen.inFlight),
    seconds: Math.round((performance.now() - started) / 1_000),
  };
}

const mb = (bytes: number) => Math.round((bytes / MB) * 10) / 10;

/** The memory of a slow consumer while a server pushes 100 MB. */
export async function slowConsumer(): Promise<Section> {
  const server = await serve();
  const rows = [];
  for (const name of Object.keys(consumers)) rows.push(await measure(name, server));
  server.close();
  return {
    title: 'A slow consumer',
    text: 'A server pushes 100 MB as fast as the socket takes it; a consumer takes 1 ms per event of 8 KB. Memory added is the largest increase of process memory since before the request. In flight is the largest amount that the server had written and the consumer had not processed.',
    tables: [{ rows }],
    plots: [
      {
        file: 'slow-consumer.svg',
        title: 'Memory added by a slow consumer of 100 MB',
        unit: 'MB',
        bars: rows.map((row) => [row.consumer, row['memory added (MB)']] as const),
      },
    ],
  };
}

if (process.argv[1] === import.meta.filename && process.argv[2] === 'consume') {
  const [name = '', url = ''] = process.argv.slice(3);
  await consume(name, url);
}
