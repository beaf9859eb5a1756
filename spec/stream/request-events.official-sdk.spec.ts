import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { firstValueFrom, lastValueFrom, toArray } from 'rxjs';
import { finalMessage, finalText, fromAsyncIterable, snapshots, textDeltas, toolUses, usage } from '../../lib/index.ts';
import { messageEvents, type ReplayServer, sseBody, startReplayServer } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';

const events = messageEvents({ content: ['Hello there', { tool_use: { name: 'f', input: { a: [1, 'x'] } } }] });

describe('the streams of the official SDK', () => {
  let server: ReplayServer;
  let sdk: Anthropic;
  beforeAll(async () => {
    server = await startReplayServer({
      respond: ({ headers }) =>
        headers.get('x-stall') === null
          ? events
          : (response) => {
              response.writeHead(200, { 'content-type': 'text/event-stream' });
              response.write(sseBody(events.slice(0, 3)));
            },
    });
    sdk = new Anthropic({ baseURL: server.url, apiKey: 'key' });
  });
  afterAll(() => server.close());

  const question = { ...params, stream: true } as Anthropic.MessageCreateParamsStreaming; // ours is checked against theirs elsewhere
  const ask = (headers: Record<string, string> = {}) =>
    fromAsyncIterable(() => sdk.messages.create(question, { headers }));

  it('pass the operators', async () => {
    const message = await lastValueFrom(ask().pipe(finalMessage()));
    expect(message.content).toEqual([
      { type: 'text', text: 'Hello there' },
      { type: 'tool_use', id: 'toolu_01', name: 'f', input: { a: [1, 'x'] } },
    ]);
    expect(await lastValueFrom(ask().pipe(finalText()))).toBe('Hello there');
    expect(await lastValueFrom(ask().pipe(snapshots()))).toEqual(message);
    expect(await lastValueFrom(ask().pipe(toolUses()))).toEqual(message.content[1]);
    expect(await lastValueFrom(ask().pipe(usage(), toArray()))).toHaveLength(2);
  });

  it.each([
    ['create', () => ask({ 'x-stall': 'yes' })],
    ['stream', () => fromAsyncIterable(() => sdk.messages.stream(question, { headers: { 'x-stall': 'yes' } }))],
  ])('from messages.%s are closed when they stall and are unsubscribed', async (_, stalled) => {
    server.requests.length = 0;
    expect(await firstValueFrom(stalled().pipe(textDeltas()))).toBe('Hello');
    expect(await server.requests[0]!.closed).toBe('aborted');
  });
});
