import { describe, expect, it } from '@jest/globals';
import Anthropic from '@anthropic-ai/sdk';
import { createAnthropic } from '@ai-sdk/anthropic';
import { streamText } from 'ai';
import { messageEvents, sseBody } from '../../lib/testing/index.ts';

/** What the README says about other libraries. */

const params = { model: 'claude-sonnet-5', max_tokens: 64, messages: [{ role: 'user' as const, content: 'Hello' }] };
const whole = messageEvents('Hello');
const overloaded =
  'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n';

/** A `fetch` that answers with one body after another; a body without an end stays open. */
function fetchOf(...bodies: readonly { readonly text: string; readonly isOpen?: boolean }[]) {
  let calls = 0;
  const fetch = () => {
    const { text, isOpen = false } = bodies[Math.min(calls++, bodies.length - 1)] ?? { text: '' };
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode(text));
        if (!isOpen) controller.close();
      },
    });
    return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
  };
  return { fetch, calls: () => calls };
}

const beforeContent = { text: sseBody(whole.slice(0, 1)) + overloaded };
const complete = { text: sseBody(whole) };
const cut = { text: sseBody(whole.slice(0, 3)) };
const silent = { ...cut, isOpen: true };

async function vercel(fetch: () => Promise<Response>, options: Partial<Parameters<typeof streamText>[0]> = {}) {
  const model = createAnthropic({ apiKey: 'key', fetch })('claude-sonnet-5');
  const errors: unknown[] = [];
  const given = { model, prompt: 'Hello', onError: ({ error }: { error: unknown }) => void errors.push(error) };
  const result = streamText({ ...given, ...options } as Parameters<typeof streamText>[0]); // a prompt, without messages
  const parts: string[] = [];
  let text = '';
  let finish: string | undefined;
  for await (const part of result.stream) {
    parts.push(part.type);
    if (part.type === 'text-delta') text += part.text;
    if (part.type === 'finish') finish = part.finishReason;
  }
  return { parts, text, finish, errors };
}

describe('the official SDK', () => {
  const official = (fetch: () => Promise<Response>) => new Anthropic({ apiKey: 'key', fetch });

  it('reports an overload in the middle of a stream, before any content', async () => {
    const { fetch, calls } = fetchOf(beforeContent, complete);
    await expect(official(fetch).messages.stream(params).finalMessage()).rejects.toThrow('Overloaded');
    expect(calls()).toBe(1);
  });

  it('completes a raw stream that ends early', async () => {
    const types: string[] = [];
    for await (const { type } of await official(fetchOf(cut).fetch).messages.create({ ...params, stream: true })) {
      types.push(type);
    }
    expect(types).toEqual(['message_start', 'content_block_start', 'content_block_delta']);
  });
});

describe('the Vercel AI SDK', () => {
  it('retries an overload in the middle of a stream with streamRetries', async () => {
    const { fetch, calls } = fetchOf(beforeContent, complete);
    const { text } = await vercel(fetch, { streamRetries: 1 });
    expect([text, calls()]).toEqual(['Hello', 2]);
  });

  it('reports it without streamRetries', async () => {
    const { fetch, calls } = fetchOf(beforeContent, complete);
    const { text, errors } = await vercel(fetch);
    expect([text, errors.length, calls()]).toEqual(['', 1, 1]);
  });

  it('finishes a stream that ends early as interrupted', async () => {
    const { text, finish } = await vercel(fetchOf(cut).fetch);
    expect([text, finish]).toEqual(['Hello', 'interrupted']);
  });

  it('ends a silent stream with a chunk timeout', async () => {
    const { parts } = await vercel(fetchOf(silent).fetch, { timeout: { chunkMs: 50 } });
    expect(parts.at(-1)).toBe('abort');
  });
});
