import { getEventListeners } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { lastValueFrom, mergeMap, range, toArray } from 'rxjs';
import { AnthropicClient, finalText } from '../../lib/index.ts';
import { messageEvents, type ReplayServer, startReplayServer } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';

let server: ReplayServer;
afterEach(() => server.close());

describe('1,000 streams at once on one client', () => {
  it('all complete, with one listener on their shared signal', async () => {
    const { signal } = new AbortController();
    const open: (() => void)[] = [];
    let listeners = 0;
    // The server answers when all requests have arrived.
    const respond = async () => {
      if (server.requests.length === 1_000) {
        listeners = getEventListeners(signal, 'abort').length;
        for (const go of open) go();
      } else await new Promise<void>((resolve) => open.push(resolve));
      return messageEvents('Hello there');
    };
    server = await startReplayServer({ respond });
    const client = new AnthropicClient({ baseURL: server.url, apiKey: 'key', maxRetries: 0 });
    const texts$ = range(1_000).pipe(mergeMap(() => client.messages.stream(params, { signal }).pipe(finalText())));
    expect(await lastValueFrom(texts$.pipe(toArray()))).toEqual(Array.from({ length: 1_000 }, () => 'Hello there'));
    expect(server.requests).toHaveLength(1_000);
    expect({ whileOpen: listeners, afterwards: getEventListeners(signal, 'abort').length }).toEqual({
      whileOpen: 1,
      afterwards: 0,
    });
  });
});
