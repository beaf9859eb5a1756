import { textDeltas } from 'anthropic-rxjs';
import { switchMap, tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'the HTTP response, its request id and rate limits, before the first event',
  run: (client) =>
    client.messages.connect({ model, max_tokens: 1024, messages: [{ role: 'user', content: 'Hello' }] }).pipe(
      tap(({ status, requestId, response, rateLimits }) => {
        write(`${status} ${response.headers.get('content-type') ?? ''}\n`);
        write(`request id ${requestId ?? 'none'}, ${rateLimits.requests?.remaining ?? 'unknown'} requests left\n`);
      }),
      switchMap(({ events$ }) => events$),
      textDeltas(),
      tap({ next: write, complete: () => write('\n') }),
    ),
} satisfies Demo;
