import { describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { AnthropicClient, finalMessage } from '../../lib/index.ts';
import { startReplayServer } from '../../lib/testing/index.ts';
import { clouds } from '../support/clouds.ts';
import { params } from '../support/params.ts';
import { readRecordings } from '../support/read-recordings.ts';

const withMessage = readRecordings().filter(({ message }) => message !== undefined);
/** One way per kind of server and stream. */
const ways = clouds.filter(
  ({ dialect, framed }, i) => clouds.findIndex((other) => other.dialect === dialect && other.framed === framed) === i,
);

describe.each(ways)('every recording, over $name', ({ dialect, options, framed }) => {
  it('ends with exactly its final message', async () => {
    const recording = withMessage.map(({ sse }) => sse);
    // Cuts at every byte have a property of their own.
    const chunking = framed ? { random: 1_000 } : 'whole';
    const server = await startReplayServer({ dialect, chunking, recording });
    const client = new AnthropicClient({ ...options(server.url), maxRetries: 0 });
    for (const { name, message } of withMessage) {
      const reply$ = client.messages.stream(params).pipe(finalMessage());
      expect({ name, message: await lastValueFrom(reply$) }).toStrictEqual({ name, message });
    }
    await server.close();
  });
});
