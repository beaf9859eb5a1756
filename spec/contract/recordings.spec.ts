import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defer, from, lastValueFrom, map } from 'rxjs';
import { AnthropicClient, finalMessage } from '../../lib/index.ts';
import { decodeServerSentEvents } from '../../lib/sse/decode-server-sent-events.ts';
import { defaultMaxEventBytes } from '../../lib/sse/max-event-bytes.ts';
import { decodeMessageEvents } from '../../lib/stream/decode-message-events.ts';
import { fakeFetch, type ReplayServer, startReplayServer } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';
import { readRecordings } from '../support/read-recordings.ts';

const withMessage = readRecordings().filter(({ message }) => message !== undefined);
const chunkings = ['whole', 'event', { random: 7 }] as const;

describe('every recording, over HTTP', () => {
  let server: ReplayServer;
  afterAll(() => server.close());

  describe.each(chunkings)('in chunks: %j', (chunking) => {
    beforeAll(async () => {
      server = await startReplayServer({ chunking, recording: withMessage.map(({ sse }) => sse) });
    });

    it('ends with exactly its final message', async () => {
      const client = new AnthropicClient({ baseURL: server.url, apiKey: 'key', maxRetries: 0 });
      const reply$ = defer(() => client.messages.stream(params).pipe(finalMessage()));
      for (const { name, message } of withMessage) {
        expect({ name, message: await lastValueFrom(reply$) }).toStrictEqual({ name, message });
      }
      await server.close();
    });
  });
});

// In memory, because a socket joins single bytes as it likes.
describe('every recording, in single bytes', () => {
  it.each(withMessage)('$name', ({ sse, message }) => {
    const bytes = new TextEncoder().encode(sse);
    const seen: unknown[] = [];
    from(bytes)
      .pipe(
        map((byte) => Uint8Array.of(byte)),
        decodeServerSentEvents(defaultMaxEventBytes),
        decodeMessageEvents(),
        finalMessage(),
      )
      .subscribe((last) => seen.push(last));
    expect(seen).toStrictEqual([message]);
  });

  it.each(withMessage.filter(({ sse }) => sse.length < 4_000))(
    '$name, through the client',
    async ({ sse, message }) => {
      const fetch = fakeFetch(sse, { chunking: 'byte' });
      const client = new AnthropicClient({ apiKey: 'key', maxRetries: 0, fetch });
      expect(await lastValueFrom(client.messages.stream(params).pipe(finalMessage()))).toStrictEqual(message);
    },
  );
});
