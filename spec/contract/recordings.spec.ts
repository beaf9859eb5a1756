import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defer, lastValueFrom } from 'rxjs';
import { AnthropicClient, finalMessage } from '../../lib/index.ts';
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
  it.each(withMessage)(
    '$name',
    async ({ sse, message }) => {
      const fetch = fakeFetch(sse, { chunking: 'byte' });
      const client = new AnthropicClient({ apiKey: 'key', maxRetries: 0, fetch });
      expect(await lastValueFrom(client.messages.stream(params).pipe(finalMessage()))).toStrictEqual(message);
    },
    60_000,
  );
});
