import { AnthropicClient } from 'anthropic-rxjs';
import { proxyHandler } from 'anthropic-rxjs/relay';
import { smoke } from './smoke.ts';

/** The server of every runtime: itself as a client of the API at `GET /smoke`, and itself as a proxy of it elsewhere. */
export function createApp(baseURL: string): (request: Request) => Promise<Response> {
  const client = new AnthropicClient({ baseURL, apiKey: 'of-the-server', maxRetries: 0 });
  const allow = { models: ['claude-sonnet-5', 'missing', 'endless'], maxTokens: 64 };
  const proxy = proxyHandler({ client, allow, authorize: 'everyone' });
  return async (request) =>
    new URL(request.url).pathname === '/smoke' ? Response.json(await smoke(client)) : proxy(request);
}
