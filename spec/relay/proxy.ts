import { AnthropicClient, type AnthropicClientOptions } from '../../lib/index.ts';
import { type AllowPolicy, proxyHandler, type ProxyOptions, toNodeHandler } from '../../lib/relay/index.ts';
import { serve, type Served } from './serve.ts';

/** The secret of the specs: it may be seen by the API and by nobody else. */
export const key = 'the-key-of-the-server';

export const allow: AllowPolicy = { models: ['claude-sonnet-5'], maxTokens: 2048 };

/** A proxy of a server that has the key, and what it wrote to its log. */
export interface Proxy extends Served {
  readonly log: unknown[][];
  /** What a page would use: no key, only this address. */
  readonly browser: AnthropicClient;
}

/** Starts a proxy before the API at this address. */
export async function startProxy(
  baseURL: string,
  options: Partial<ProxyOptions> = {},
  upstream: AnthropicClientOptions = {},
): Promise<Proxy> {
  const log: unknown[][] = [];
  const client = new AnthropicClient({ baseURL, apiKey: key, ...upstream });
  const logger = { error: (...line: unknown[]) => void log.push(line) };
  const served = await serve(toNodeHandler(proxyHandler({ client, allow, authorize: 'everyone', logger, ...options })));
  const browser = new AnthropicClient({ baseURL: `${served.url}/api/anthropic`, apiKey: null, maxRetries: 0 });
  return { ...served, log, browser };
}
