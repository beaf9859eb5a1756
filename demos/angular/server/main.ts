import { AnthropicClient } from 'anthropic-rxjs';
import { startReplayServer } from 'anthropic-rxjs/testing';
import { demoReplies } from './demo-replies.ts';
import { serveApp } from './serve-app.ts';

/** Without a key the replay server stands in for the API. */
async function createClient(): Promise<AnthropicClient> {
  if (process.env['ANTHROPIC_API_KEY']) return new AnthropicClient();
  const { url } = await startReplayServer({ tokensPerSecond: 40, jitter: 0.5, respond: demoReplies() });
  console.log('Without ANTHROPIC_API_KEY the replay server answers.');
  return new AnthropicClient({ baseURL: url, apiKey: 'any' });
}

const port = Number(process.env['PORT'] ?? 4200);
serveApp(await createClient()).listen(port, '127.0.0.1', () => console.log(`Open http://127.0.0.1:${port}`));
