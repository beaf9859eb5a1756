import { firstValueFrom } from 'rxjs';
import { AnthropicClient } from '../../lib/index.ts';
import { ask } from './support/ask.ts';
import { rounds } from './support/rounds.ts';
import type { Section } from './support/section.ts';
import { chunksOf, eventsOf } from './support/wire.ts';
import { startWireServer } from './support/wire-server.ts';

/** The time that the client adds to a bare fetch, until the first event. */
export async function firstEvent(): Promise<Section> {
  const server = await startWireServer(chunksOf(eventsOf('text', 10, 24), '64 KiB chunks'));
  const client = new AnthropicClient({ apiKey: 'key', baseURL: server.url });
  const times = await rounds(
    {
      'bare fetch, first chunk': async () => {
        const controller = new AbortController();
        const body = JSON.stringify({ ...ask, stream: true });
        const response = await fetch(`${server.url}/v1/messages`, { method: 'POST', body, signal: controller.signal });
        await response.body?.getReader().read();
        controller.abort();
      },
      'stream()': () => firstValueFrom(client.messages.stream(ask)),
    },
    400,
  );
  server.close();
  const [bare, ours] = times;
  return {
    title: 'The first event',
    text: 'From subscribing to the first event over loopback HTTP, 400 requests each.',
    tables: [
      {
        rows: times.map(({ name, median, low, high }) => ({
          contestant: name,
          'median (ms)': median,
          'middle half (ms)': `${low.toFixed(2)} – ${high.toFixed(2)}`,
          'added (ms)': name === bare?.name ? 0 : (ours?.median ?? NaN) - (bare?.median ?? NaN),
        })),
      },
    ],
  };
}
