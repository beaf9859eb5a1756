import { afterEach, describe, expect, it } from '@jest/globals';
import { firstValueFrom, lastValueFrom, take, toArray } from 'rxjs';
import { AnthropicClient, finalMessage, textDeltas } from '../../lib/index.ts';
import {
  errorBody,
  invokeModelBody,
  messageEvents,
  type ReplayServer,
  type ReplayServerOptions,
  sseBody,
  startReplayServer,
} from '../../lib/testing/index.ts';
import { startProxy } from '../relay/proxy.ts';
import { awsCredentials, type CloudCase, clouds } from '../support/clouds.ts';
import { params } from '../support/params.ts';

const reply = messageEvents('Grüße, 世界');
const failure = (source: Promise<unknown>) => source.catch((error: unknown) => error);

let server: ReplayServer;
afterEach(() => server.close());

async function start({ dialect, options }: CloudCase, serverOptions: ReplayServerOptions = {}) {
  server = await startReplayServer({ dialect, credentials: awsCredentials, ...serverOptions });
  return new AnthropicClient({ ...options(server.url), delay: () => 0 });
}

describe.each(clouds)('$name', (cloud) => {
  it.each(['byte', 'event', 'whole'] as const)('streams a reply in chunks of %s', async (chunking) => {
    const client = await start(cloud, { chunking, respond: () => reply });
    expect(await lastValueFrom(client.messages.stream(params).pipe(toArray()))).toEqual(reply);
  });

  it("streams the replay server's script, so that it accepts address, credential and body", async () => {
    const client = await start(cloud);
    const message = await lastValueFrom(client.messages.stream(params).pipe(finalMessage()));
    expect(message.stop_reason).toBe('end_turn');
    expect(server.requests).toHaveLength(1);
  });

  it('creates a message', async () => {
    const client = await start(cloud, { respond: () => reply });
    const message = await lastValueFrom(client.messages.create(params));
    expect(message.content).toEqual([{ type: 'text', text: 'Grüße, 世界' }]);
  });

  it('counts tokens, or refuses to before it sends anything', async () => {
    const client = await start(cloud);
    const count$ = client.messages.countTokens({ model: params.model, messages: params.messages });
    if (!cloud.framed) {
      expect((await lastValueFrom(count$)).input_tokens).toBeGreaterThan(0);
      return;
    }
    expect(await failure(lastValueFrom(count$))).toMatchObject({
      name: 'InvalidOptionsError',
      message: "bedrock: endpoint: 'invoke' has no countTokens; use 'messages' or 'mantle' for it",
    });
    expect(server.requests).toEqual([]);
  });

  it('reports wrong params with the class of their status', async () => {
    const client = await start(cloud);
    // The client cannot know that this version of the API rejects it.
    const wrong = { ...params, thinking: { type: 'enabled', budget_tokens: 1 } } as const;
    expect(await failure(lastValueFrom(client.messages.stream(wrong)))).toMatchObject({
      name: 'BadRequestError',
      type: 'invalid_request_error',
      apiMessage: expect.stringContaining('budget_tokens'),
    });
  });

  it('retries an overload that the stream reports before its content', async () => {
    const overloaded = [reply[0]!, errorBody('overloaded_error', 'Overloaded')];
    const client = await start(cloud, { respond: () => (server.requests.length === 1 ? overloaded : reply) });
    expect(await lastValueFrom(client.messages.stream(params).pipe(toArray()))).toEqual(reply);
    expect(server.requests).toHaveLength(2);
  });

  it('closes the socket on unsubscribe', async () => {
    const events = reply.slice(0, 3);
    const client = await start(cloud, {
      respond: () => (response) => {
        const type = cloud.framed ? 'application/vnd.amazon.eventstream' : 'text/event-stream';
        response.writeHead(200, { 'content-type': type });
        response.write(cloud.framed ? invokeModelBody(events) : sseBody(events));
      },
    });
    expect(await firstValueFrom(client.messages.stream(params).pipe(textDeltas(), take(1)))).toBe('Grüße,');
    expect(await server.requests[0]!.closed).toBe('aborted');
  });

  it('works behind proxyHandler', async () => {
    await start(cloud, { respond: () => reply });
    const options = cloud.options(server.url);
    const proxy = await startProxy(server.url, {}, { apiKey: null, ...options });
    expect(await lastValueFrom(proxy.browser.messages.stream(params).pipe(toArray()))).toEqual(reply);
    expect((await lastValueFrom(proxy.browser.messages.create(params))).stop_reason).toBe('end_turn');
    await proxy.close();
  });
});
