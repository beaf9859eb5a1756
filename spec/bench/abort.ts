import { AnthropicClient } from '../../lib/index.ts';
import { messageEvents, sseBody, startReplayServer } from '../../lib/testing/index.ts';
import { ask } from './support/ask.ts';
import { quantile } from './support/rounds.ts';
import type { Section } from './support/section.ts';

const requests = 200;
const begun = sseBody(messageEvents('Hello there').slice(0, 4));

/** How long it takes from unsubscribing until the server sees the connection closed. */
export async function abortLatency(): Promise<Section> {
  const server = await startReplayServer({
    respond: () => (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(begun);
    },
  });
  const client = new AnthropicClient({ apiKey: 'key', baseURL: server.url });
  const bareFetch = async () => {
    const controller = new AbortController();
    const response = await fetch(`${server.url}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': 'key', 'content-type': 'application/json', 'anthropic-version': '2023-06-01' },
      body: JSON.stringify({ ...ask, stream: true }),
      signal: controller.signal,
    });
    await response.body?.getReader().read();
    return () => controller.abort();
  };
  const ours = () =>
    new Promise<() => void>((resolve, reject) => {
      const subscription = client.messages
        .stream(ask)
        .subscribe({ next: () => resolve(() => subscription.unsubscribe()), error: reject });
    });
  const times: Record<string, number[]> = { 'bare fetch, abort()': [], 'stream(), unsubscribe()': [] };
  for (let i = 0; i < requests; i++) {
    for (const [name, open] of Object.entries({ 'bare fetch, abort()': bareFetch, 'stream(), unsubscribe()': ours })) {
      const leave = await open();
      const request = server.requests.at(-1);
      const left = performance.now();
      leave();
      await request?.closed;
      times[name]?.push((request?.closedAt ?? NaN) - left);
    }
  }
  await server.close();
  return {
    title: 'Unsubscribing',
    text: `From unsubscribing mid-stream until the server, in the same process, sees the connection closed; ${requests} streams each.`,
    tables: [
      {
        rows: Object.entries(times).map(([contestant, all]) => ({
          contestant,
          'median (ms)': quantile(all, 0.5),
          '95th percentile (ms)': quantile(all, 0.95),
        })),
      },
    ],
  };
}
