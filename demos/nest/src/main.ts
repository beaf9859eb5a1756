import 'reflect-metadata';
import { AnthropicClient } from 'anthropic-rxjs';
import { startReplayServer } from 'anthropic-rxjs/testing';
import { createApp } from './create-app.ts';

/** Without a key the replay server stands in for the API. */
async function createClient(): Promise<AnthropicClient> {
  if (process.env['ANTHROPIC_API_KEY']) return new AnthropicClient();
  const { url } = await startReplayServer({ tokensPerSecond: 60, jitter: 0.5 });
  console.log('There is no ANTHROPIC_API_KEY: the replay server answers.');
  return new AnthropicClient({ baseURL: url, apiKey: 'any' });
}

const app = await createApp(await createClient());
await app.listen(Number(process.env['PORT'] ?? 3000), '127.0.0.1');
console.log(`Open ${await app.getUrl()}`);
