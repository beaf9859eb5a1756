import { lastValueFrom, type Observable } from 'rxjs';
import { AnthropicClient, type AnthropicClientOptions, type RequestOptions } from '../../lib/index.ts';
import { fakeFetch, messageEvents } from '../../lib/testing/index.ts';
import { params } from './params.ts';

/** Records every request of a spec. */
export const fetch = fakeFetch(() => messageEvents('Hi'));

/** The request that a client sends for one call. */
export async function sent(options: AnthropicClientOptions, call?: RequestOptions, more: object = {}) {
  const client = new AnthropicClient({ apiKey: 'k', fetch, ...options });
  await lastValueFrom(client.beta.messages.stream({ ...params, ...more }, call));
  return fetch.requests[0]!;
}

/** The error of a call. */
export const failure = (source: Observable<unknown>) => lastValueFrom(source).catch((error: unknown) => error);

/** Forgets the requests, and the globals that a spec has set. */
export function reset(): void {
  fetch.requests.length = 0;
  for (const name of ['location', 'document']) Reflect.deleteProperty(globalThis, name);
  Reflect.deleteProperty(process.env, 'ANTHROPIC_CUSTOM_HEADERS');
}
