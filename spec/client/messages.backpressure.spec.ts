import { afterEach, describe, expect, it } from '@jest/globals';
import { concatMap, type OperatorFunction, lastValueFrom, take, toArray } from 'rxjs';
import {
  AnthropicClient,
  createGate,
  drainWith,
  type Gate,
  textDeltas,
  toAsyncIterable,
  toReadableStream,
} from '../../lib/index.ts';
import { messageEvents, type ReplayServer, sseBody, startReplayServer } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';

const MB = 1024 * 1024;
/** Far more than the buffers of two sockets, which have up to 10 MB. */
const pieces = Array.from({ length: 2_000 }, (_, i) => `${i} ${'x'.repeat(16_000)}`);
const [start, block, , ...end] = messageEvents('-');
const deltas = pieces.map((text) => ({
  type: 'content_block_delta' as const,
  index: 0,
  delta: { type: 'text_delta' as const, text },
}));
const wire = new TextEncoder().encode(sseBody([start!, block!, ...deltas, ...end]));
const chunks = Array.from({ length: Math.ceil(wire.length / 65_536) }, (_, i) =>
  wire.subarray(i * 65_536, (i + 1) * 65_536),
);

let server: ReplayServer;
afterEach(() => server.close());

/** A stream of 32 MB, and how far its server was ahead of the consumer at most. */
async function connect() {
  server = await startReplayServer({ recording: wire, chunking: () => chunks });
  const gate = createGate();
  const client = new AnthropicClient({ baseURL: server.url, apiKey: 'key' });
  const text$ = client.messages.stream(params, { paused$: gate.paused$ }).pipe(textDeltas());
  let taken = 0;
  let ahead = 0;
  /** Takes much longer per piece than the server takes for many. */
  const work = async (text: string) => {
    for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
    taken += text.length;
    ahead = Math.max(ahead, server.requests[0]!.bytesWritten - taken);
    return text;
  };
  return { gate, text$, work, ahead: () => ahead };
}

describe('backpressure down to the socket', () => {
  const consumers: Record<
    string,
    (gate: Gate, work: (text: string) => Promise<string>) => OperatorFunction<string, string>
  > = {
    drainWith: (gate, work) => drainWith(work, { gate }),
    'nothing but concatMap': (_, work) => concatMap(work),
  };
  it.each(Object.entries(consumers))(
    'bounds how far the server is ahead of a slow consumer only with drainWith: %s',
    async (name, consumer) => {
      const { gate, text$, work, ahead } = await connect();
      expect(await lastValueFrom(text$.pipe(consumer(gate, work), toArray()))).toEqual(pieces);
      if (name === 'drainWith') expect(ahead()).toBeLessThan(16 * MB);
      else expect(ahead()).toBeGreaterThan(24 * MB);
      expect(await server.requests[0]!.closed).toBe('completed');
    },
    60_000,
  );

  it('works through pipeTo', async () => {
    const { gate, text$, work, ahead } = await connect();
    const seen: string[] = [];
    const slow = new WritableStream<string>({ write: async (text) => void seen.push(await work(text)) });
    await toReadableStream({ gate })(text$).pipeTo(slow);
    expect(seen).toEqual(pieces);
    expect(ahead()).toBeLessThan(16 * MB);
  });

  it('works through for await, and break closes the connection', async () => {
    const { gate, text$, work, ahead } = await connect();
    let count = 0;
    for await (const text of toAsyncIterable({ gate })(text$)) {
      await work(text);
      if (++count === 500) break;
    }
    expect(await server.requests[0]!.closed).toBe('aborted');
    expect(ahead()).toBeLessThan(16 * MB);
  });

  it('stops on unsubscribe while it is paused', async () => {
    const { gate, text$ } = await connect();
    const never = new Promise<never>(() => undefined);
    const subscription = text$.pipe(drainWith(() => never, { gate, highWaterMark: 1 })).subscribe();
    const request = await server.nextRequest();
    await request.stalled;
    subscription.unsubscribe();
    expect(await request.closed).toBe('aborted');
    expect(await lastValueFrom(gate.paused$.pipe(take(1)))).toBe(false);
  });
});
