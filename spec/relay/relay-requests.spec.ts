import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, NEVER, type Observable, toArray, VirtualTimeScheduler } from 'rxjs';
import { APIError, type ServerSentEvent, StreamDeadlineError } from '../../lib/index.ts';
import { type RelayRequests, relayRequests } from '../../lib/relay/relay-requests.ts';
import type { RelayedStreamOptions } from '../../lib/relay/relayed-stream-options.ts';

const requestsWith = (options: RelayedStreamOptions) =>
  relayRequests('/replies/1', { silence: 100, patience: 20_000, ...options }, NEVER);

/** Each request, and when it errors without a response. */
const all: [string, (requests: RelayRequests) => Observable<unknown>, number][] = [
  ['start', ({ start }) => start({ url: '/replies', body: '{}', headers: new Headers() }), 20_000],
  ['attach', ({ attach }) => attach(undefined), 10_000],
  ['stop', ({ stop }) => stop(), 10_000],
];

describe('relayRequests', () => {
  it.each(all)('%s errors when no response arrives', (_, use, limit) => {
    const time = new VirtualTimeScheduler();
    const errors: [number, unknown][] = [];
    use(requestsWith({ fetch: () => new Promise(() => undefined), scheduler: time })).subscribe({
      error: (error: unknown) => errors.push([time.now(), error]),
    });
    time.maxFrames = limit - 1;
    time.flush();
    expect(errors).toEqual([]);
    time.maxFrames = limit;
    time.flush();
    expect(errors).toEqual([[limit, expect.any(StreamDeadlineError)]]);
  });

  it.each(all)('%s waits without limit when silence is 0', (_, use) => {
    const time = new VirtualTimeScheduler();
    use(requestsWith({ fetch: () => new Promise(() => undefined), silence: 0, scheduler: time })).subscribe();
    expect(time.actions).toEqual([]);
  });

  it.each(all)('%s reports the status of an error whose body does not end', async (_, use) => {
    const time = new VirtualTimeScheduler();
    const refuse = () => Promise.resolve(new Response(new ReadableStream(), { status: 503 }));
    const error = lastValueFrom(use(requestsWith({ fetch: refuse, scheduler: time }))).catch(
      (reason: unknown) => reason,
    );
    await new Promise(setImmediate);
    time.maxFrames = 100;
    time.flush();
    expect(await error).toBeInstanceOf(APIError);
    expect(await error).toMatchObject({ status: 503 });
  });

  it('sends the cursor of the reader and its headers', async () => {
    const sent: unknown[] = [];
    const answer = (url: unknown, init?: RequestInit) => {
      sent.push(init?.method, url, Object.fromEntries(new Headers(init?.headers)));
      return Promise.resolve(new Response('id: 1-4\nevent: ping\ndata: {"type":"ping"}\n\n'));
    };
    const { attach } = requestsWith({ fetch: answer, headers: { authorization: 'Bearer token' } });
    const frames: ServerSentEvent[] = await lastValueFrom(attach('1-3').pipe(toArray()));
    expect(sent).toEqual([
      'GET',
      '/replies/1',
      { accept: 'text/event-stream', authorization: 'Bearer token', 'last-event-id': '1-3' },
    ]);
    expect(frames).toEqual([{ id: '1-4', event: 'ping', data: '{"type":"ping"}' }]);
  });

  it('reports the end to a reader that has all events', async () => {
    const { attach } = requestsWith({ fetch: () => Promise.resolve(new Response(null, { status: 204 })) });
    expect(await lastValueFrom(attach('1-9'))).toEqual({ event: 'relay_end', data: '{"end":"complete"}' });
  });
});
