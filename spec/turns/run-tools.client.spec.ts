import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { firstValueFrom, lastValueFrom, NEVER } from 'rxjs';
import { AnthropicClient, finalText, type MessageCreateParams } from '../../lib/index.ts';
import { turnEvents } from '../../lib/turns/turn-events.ts';
import {
  errorBody,
  fakeFetch,
  type FakeFetch,
  messageEvents,
  sseBody,
  startReplayServer,
} from '../../lib/testing/index.ts';
import { runTools } from '../../lib/turns/run-tools.ts';
import { params } from '../support/params.ts';
import { add, call, running } from './scripted-run.ts';

const adding = messageEvents({ content: call('add', { a: 1, b: 2 }, 'x') });
const messagesOf = (fetch: FakeFetch) => new AnthropicClient({ apiKey: 'key', fetch }).messages;

describe('a run over the client', () => {
  it('sends tools, then their results, and emits the text of the answer', async () => {
    const fetch = fakeFetch([adding, messageEvents('It is 3.')]);
    const run$ = runTools(messagesOf(fetch), params, { tools: [add] });
    expect(await lastValueFrom(run$.pipe(turnEvents(), finalText()))).toBe('It is 3.');
    expect(fetch.requests.map(({ body }) => body?.messages.length)).toEqual([1, 3]);
    expect(fetch.requests[0]?.body).toMatchObject({ stream: true, tools: [{ name: 'add' }] });
  });

  it('accepts calls of the beta client and its own types', async () => {
    const fetch = fakeFetch([adding, messageEvents('Done')]);
    const { beta } = new AnthropicClient({ apiKey: 'key', fetch });
    const run$ = runTools(beta.messages, { ...params, betas: ['x'] }, { tools: [add] });
    expect(await lastValueFrom(run$)).toMatchObject({ type: 'run_finished' });
    expect(fetch.requests.map(({ headers }) => headers.get('anthropic-beta'))).toEqual(['x', 'x']);
  });

  it('sends the options of a function that streams', async () => {
    const fetch = fakeFetch([messageEvents('Hi')]);
    const messages = messagesOf(fetch);
    const run$ = runTools((sent: MessageCreateParams) => messages.stream(sent, { headers: { a: 'b' } }), params, {
      tools: [],
    });
    await lastValueFrom(run$);
    expect(fetch.requests[0]?.headers.get('a')).toBe('b');
  });

  it('fails with the error of a request', async () => {
    const fetch = fakeFetch([adding, { status: 400, body: errorBody('invalid_request_error', 'no') }]);
    const run$ = runTools(messagesOf(fetch), params, { tools: [add] });
    await expect(lastValueFrom(run$)).rejects.toMatchObject({ name: 'BadRequestError' });
  });

  it('fails before the first request when a tool has no valid definition', async () => {
    const fetch = fakeFetch([]);
    const broken = { ...add, get definition(): never { throw new Error('no schema'); } }; // prettier-ignore
    await expect(lastValueFrom(runTools(messagesOf(fetch), params, { tools: [broken] }))).rejects.toThrow('no schema');
    expect(fetch.requests).toHaveLength(0);
  });
});

describe('unsubscribing from a run over the client', () => {
  it('closes the socket while the reply streams', async () => {
    const beginning = sseBody(adding.slice(0, 4));
    const server = await startReplayServer({
      respond: () => (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(beginning);
      },
    });
    try {
      const client = new AnthropicClient({ apiKey: 'key', baseURL: server.url });
      await firstValueFrom(runTools(client.messages, params, { tools: [add] }));
      expect(await server.requests[0]?.closed).toBe('aborted');
    } finally {
      await server.close();
    }
  });

  it('aborts only the tool while a tool runs, and sends nothing more', async () => {
    const fetch = fakeFetch([adding, messageEvents('Done')]);
    const signals: AbortSignal[] = [];
    const waiting = running((_, { signal }) => (signals.push(signal), NEVER), 'add');
    await new Promise<void>((resolve, reject) => {
      const subscription = runTools(messagesOf(fetch), params, { tools: [waiting] }).subscribe({
        next: ({ type }) => {
          if (type !== 'tool_started') return;
          queueMicrotask(() => {
            subscription.unsubscribe();
            resolve();
          });
        },
        error: reject,
      });
    });
    expect([signals.map(({ aborted }) => aborted), fetch.requests.length]).toEqual([[true], 1]);
  });
});

describe('unsubscribing from a run while the client waits to retry', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('sends nothing more', async () => {
    const fetch = fakeFetch(() => ({ status: 529, body: errorBody('overloaded_error', 'busy') }));
    const run$ = runTools(messagesOf(fetch), params, { tools: [add] });
    const seen: unknown[] = [];
    const subscription = run$.subscribe({ error: (error: unknown) => seen.push(error) });
    await jest.advanceTimersByTimeAsync(1);
    expect([fetch.requests.length, jest.getTimerCount() > 0]).toEqual([1, true]);
    subscription.unsubscribe();
    expect(jest.getTimerCount()).toBe(0);
    await jest.advanceTimersByTimeAsync(600_000);
    expect([fetch.requests.length, seen]).toEqual([1, []]);
  });
});
