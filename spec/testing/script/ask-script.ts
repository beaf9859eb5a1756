import { afterAll, beforeAll } from '@jest/globals';
import { type ReplayServer, startReplayServer } from '../../../lib/testing/index.ts';
import type { BetaMessage } from '../../../lib/types/message.ts';
import { type AnyEvent, eventsIn, hello, post } from '../ask.ts';

/** The reply of the script, streamed and as JSON. */
export interface Scripted {
  readonly events: AnyEvent[];
  readonly message: BetaMessage;
  readonly text: string;
}

let server: ReplayServer;
beforeAll(async () => {
  server = await startReplayServer();
});
afterAll(() => server.close());

/** Sends a conversation to a server that replies by the script; a string is its only user turn. */
export async function ask(messages: string | object[], extra: object = {}): Promise<Scripted> {
  const turns = typeof messages === 'string' ? [{ role: 'user', content: messages }] : messages;
  const params = { ...hello, max_tokens: 20_000, messages: turns, ...extra };
  const message = (await (await post(server.url, params)).json()) as BetaMessage;
  const events = eventsIn(await (await post(server.url, { ...params, stream: true })).text());
  const text = events
    .map((event) => (event.type === 'content_block_delta' && event.delta.type === 'text_delta' ? event.delta.text : ''))
    .join('');
  return { events, message, text };
}
