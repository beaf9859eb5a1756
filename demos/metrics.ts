import { streamMetrics } from 'anthropic-rxjs';
import { takeLast, tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

const prices = { [model]: { input: 3, output: 15 } };

export default {
  shows: 'how fast a reply was, and what it cost (streamMetrics)',
  run: (client) =>
    client.messages.connect({ model, max_tokens: 1024, messages: [{ role: 'user', content: 'Count to 100' }] }).pipe(
      streamMetrics({ prices }),
      takeLast(1),
      tap(({ events, characters, usage, cost, timeToFirstText, gaps }) => {
        write(
          `${events} events, ${characters} characters, ${usage?.output_tokens ?? 0} tokens, $${cost?.toFixed(6) ?? '?'}\n`,
        );
        write(`first text after ${timeToFirstText ?? '?'} ms, 95 % of the gaps up to ${gaps?.p95 ?? '?'} ms\n`);
      }),
    ),
} satisfies Demo;
