import { createParser } from 'eventsource-parser';
import type { BetaMessageStreamEvent } from '../../lib/types/message-stream-event.ts';

export const hello = { model: 'claude-sonnet-5', max_tokens: 1024, messages: [{ role: 'user', content: 'Hello' }] };

/** Posts a body to the Messages API of a server, with key and version, without our client. */
export function post(url: string, body: unknown, init: RequestInit = {}): Promise<Response> {
  return fetch(`${url}/v1/messages`, {
    method: 'POST',
    headers: { 'x-api-key': 'key', 'anthropic-version': '2023-06-01', 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...init,
  });
}

export type AnyEvent = BetaMessageStreamEvent | { type: 'ping' };

/** The events of a wire text, as an independent parser reads them; event name and data agree. */
export function eventsIn(text: string): AnyEvent[] {
  const events: AnyEvent[] = [];
  const parser = createParser({
    onEvent: ({ event, data }) => {
      const parsed = JSON.parse(data) as AnyEvent;
      if (parsed.type !== event) throw new Error(`event: ${event} carries a ${parsed.type}`);
      events.push(parsed);
    },
    onError: (error) => {
      throw error;
    },
  });
  parser.feed(text);
  return events;
}

/** Chunks of a body as the reader gets them. */
export async function chunksIn(body: ReadableStream<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return chunks;
}
