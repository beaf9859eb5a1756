import { fork } from 'node:child_process';
import { once } from 'node:events';
import { lastValueFrom, mergeMap, range, tap } from 'rxjs';
import { AnthropicClient, textDeltas } from '../../lib/index.ts';
import { ask } from './support/ask.ts';
import { quantile } from './support/rounds.ts';
import type { Section } from './support/section.ts';
import { startConcurrentServer } from './support/concurrent-server.ts';

interface Found {
  readonly seconds: number;
  readonly firstText: number;
  readonly bytesEach: number;
}

type Open = (url: string, firstText: () => void) => Promise<unknown>;

const contestants: Readonly<Record<string, Open>> = {
  'bare fetch': async (url, firstText) => {
    const response = await fetch(`${url}/v1/messages`, {
      method: 'POST',
      body: JSON.stringify({ ...ask, stream: true }),
    });
    if (!response.body) throw new Error('The response lacks a body.');
    let seen = '';
    for await (const chunk of response.body) {
      if (seen === 'text') continue;
      seen = new TextDecoder().decode(chunk).includes('text_delta') ? 'text' : ''; // the types of Node leave it open
      if (seen === 'text') firstText();
    }
  },
  'textDeltas()': (url, firstText) => {
    let first = true;
    const text$ = clientOf(url).messages.stream(ask).pipe(textDeltas());
    return lastValueFrom(
      text$.pipe(
        tap(() => {
          if (first) firstText();
          first = false;
        }),
      ),
    );
  },
};

let client: AnthropicClient | undefined;
const clientOf = (url: string) => (client ??= new AnthropicClient({ apiKey: 'key', baseURL: url, maxRetries: 0 }));

/** Opens all streams, measures the memory when all wait in their middle, and continues them. */
async function run(name: string, url: string, count: number): Promise<Found> {
  const open = contestants[name];
  if (!open) throw new Error(`There is no ${name}.`);
  await lastValueFrom(range(20).pipe(mergeMap(() => open(url, () => undefined))));
  globalThis.gc?.();
  const before = process.memoryUsage();
  const start = performance.now();
  const firsts: number[] = [];
  let bytesEach = NaN;
  const firstText = () => {
    firsts.push(performance.now() - start);
    if (firsts.length < count) return;
    globalThis.gc?.();
    const now = process.memoryUsage();
    bytesEach = (now.heapUsed + now.external - before.heapUsed - before.external) / count;
    void fetch(`${url}/go`, { method: 'POST' });
  };
  await fetch(`${url}/hold`, { method: 'POST', body: String(count) });
  await lastValueFrom(range(count).pipe(mergeMap(() => open(url, firstText))));
  return { seconds: (performance.now() - start) / 1_000, firstText: quantile(firsts, 0.99), bytesEach };
}

/** Many streams on one client, each in a fresh process, against a server in its own. */
export async function concurrentStreams(): Promise<Section> {
  const server = await startConcurrentServer();
  const rows = [];
  for (const count of [1, 10, 100, 1_000]) {
    for (const name of Object.keys(contestants)) {
      const child = fork(import.meta.filename, ['run', name, server.url, String(count)], {
        execArgv: [...process.execArgv, '--expose-gc'],
      });
      const [{ seconds, firstText, bytesEach }] = (await once(child, 'message')) as [Found]; // the message that run sends
      await once(child, 'exit');
      rows.push({
        streams: String(count),
        contestant: name,
        'streams per second': count / seconds,
        'first text, 99th percentile (ms)': firstText,
        // With few streams, only the garbage collector is visible.
        'memory per stream (KB)': count < 100 ? '–' : bytesEach / 1_024,
      });
    }
  }
  server.close();
  return {
    title: 'Many streams at once',
    text: 'The server pauses each stream after its first text until all have theirs. Then a garbage collection runs, and the heap and the buffers are measured. 200 more deltas follow.',
    tables: [{ rows }],
  };
}

if (process.argv[1] === import.meta.filename && process.argv[2] === 'run') {
  const [name = '', url = '', count = '1'] = process.argv.slice(3);
  process.send?.(await run(name, url, Number(count)));
  process.disconnect();
}
