import 'reflect-metadata';
import { AnthropicClient } from 'anthropic-rxjs';
import { startReplayServer } from 'anthropic-rxjs/testing';
import { createApp } from './create-app.ts';
import { relayOn } from './relay-on.ts';

/** Without a key the replay server stands in for the API. */
async function createClient(): Promise<AnthropicClient> {
  if (process.env['ANTHROPIC_API_KEY']) return new AnthropicClient();
  const { url } = await startReplayServer({ tokensPerSecond: 60, jitter: 0.5 });
  console.log('Without ANTHROPIC_API_KEY the replay server answers.');
  return new AnthropicClient({ baseURL: url, apiKey: 'any' });
}

const client = await createClient();
const relay = relayOn(client, process.env['REDIS_URL']);
const app = await createApp(client, relay);
await app.listen(Number(process.env['PORT'] ?? 3000), process.env['HOST'] ?? '127.0.0.1');
console.log(`Open ${await app.getUrl()}`);
// A deploy: another process takes the replies of this one over.
process.once('SIGTERM', () => void relay.close().then(() => process.exit()));
