import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { lastValueFrom, mergeMap, type Observable, switchMap, toArray } from 'rxjs';
import { AnthropicClient, finalMessage, finalText } from '../../lib/index.ts';
import { fakeFetch, messageEvents, type ReplayServer, sseBody, startReplayServer } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';

let server: ReplayServer;
let client: AnthropicClient;
beforeAll(async () => {
  server = await startReplayServer({ respond: () => messageEvents('Hello') });
  client = new AnthropicClient({ baseURL: server.url, apiKey: 'the-key' });
});
afterEach(() => void server.requests.splice(0));
afterAll(() => server.close());

const failure = (source: Observable<unknown>) => lastValueFrom(source).catch((error: unknown) => error);

describe('connectMessageStream', () => {
  it('emits status, headers, request id and rate limits, then the events', async () => {
    const seen: unknown[] = [];
    const message$ = client.messages.connect(params).pipe(
      mergeMap(({ status, requestId, url, rateLimits, headers, events$ }) => {
        seen.push({ status, requestId, url, type: headers.get('content-type'), left: rateLimits.requests?.remaining });
        return events$;
      }),
      finalMessage(),
    );
    expect(await lastValueFrom(message$)).toMatchObject({ content: [{ type: 'text', text: 'Hello' }] });
    const { requestId } = server.requests[0]!;
    const type = 'text/event-stream; charset=utf-8';
    expect(seen).toEqual([
      { status: 200, requestId, url: `${server.url}/v1/messages`, type, left: expect.any(Number) },
    ]);
  });

  it('emits the server-sent events before any decoding', async () => {
    const wire = 'id: 7\nevent: ping\ndata: {"type":"ping"}\n\nretry: 250\ndata: no json\ndata: at all\n\n';
    const raw = new AnthropicClient({ apiKey: 'key', fetch: fakeFetch(wire) });
    const events$ = raw.messages.connect(params).pipe(switchMap(({ serverSentEvents$ }) => serverSentEvents$));
    expect(await lastValueFrom(events$.pipe(toArray()))).toEqual([
      { id: '7', event: 'ping', data: '{"type":"ping"}' },
      { data: 'no json\nat all', retry: 250 },
    ]);
  });

  it('emits the bytes of its body, whatever they are', async () => {
    const bytes = new Uint8Array([0xff, 0x00, 0x0a, 0xfe]);
    const raw = new AnthropicClient({ apiKey: 'key', fetch: fakeFetch(bytes) });
    const bytes$ = raw.messages.connect(params).pipe(switchMap((response) => response.bytes$));
    expect((await lastValueFrom(bytes$.pipe(toArray()))).flatMap((chunk) => [...chunk])).toEqual([...bytes]);
  });

  it.each(['firstContent', 'silence', 'contentGap', 'total'] as const)('keeps the deadline %s', async (deadline) => {
    const begun = sseBody(messageEvents('Hello').slice(0, 2));
    const silent = await startReplayServer({
      respond: () => (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(begun);
      },
    });
    const raw = new AnthropicClient({ baseURL: silent.url, apiKey: 'key', deadlines: { [deadline]: 200 } });
    const events$ = raw.messages.connect(params).pipe(switchMap((response) => response.events$));
    expect(await failure(events$)).toMatchObject({ name: 'StreamDeadlineError', deadline, after: 200 });
    expect(await silent.requests[0]!.closed).toBe('aborted');
    await silent.close();
  });

  it('has a body that can be read once, also by an await, and reports a second read', async () => {
    const { events$, bytes$ } = await lastValueFrom(client.messages.connect(params));
    expect(await lastValueFrom(events$.pipe(finalText()))).toBe('Hello');
    const again = { name: 'AnthropicError', message: expect.stringContaining('once') };
    expect(await failure(events$)).toMatchObject(again);
    expect(await failure(bytes$)).toMatchObject(again);
  });
});
