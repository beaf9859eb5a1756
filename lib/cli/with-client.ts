import { defer, finalize, from, map, noop, type Observable, switchMap } from 'rxjs';
import { AnthropicClient } from '../index.ts';
import { type ReplayServerOptions, startReplayServer } from '../testing/index.ts';

/** A client for the real API when there is a key, else for a replay server that lives as long as the subscription. */
export function withClient<T>(
  replay: ReplayServerOptions & { readonly forced?: boolean },
  use: (client: AnthropicClient, api: string) => Observable<T>,
): Observable<T> {
  return defer(() => {
    if (process.env['ANTHROPIC_API_KEY'] && !replay.forced) return use(new AnthropicClient(), 'the Anthropic API');
    const server = startReplayServer(replay);
    return from(server).pipe(
      map(({ url }) => new AnthropicClient({ baseURL: url, apiKey: 'replay' })),
      switchMap((client) => use(client, replay.recording ? 'the recording' : 'the embedded replay server')),
      // A server that did not start has reported its error above.
      finalize(() => void server.then((running) => running.close(), noop)),
    );
  });
}
