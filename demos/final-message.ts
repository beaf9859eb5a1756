import { finalMessage } from 'anthropic-rxjs';
import { tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'the complete message at the end, with usage and stop reason',
  run: (client) =>
    client.messages.stream({ model, max_tokens: 1024, messages: [{ role: 'user', content: 'What is 2+2?' }] }).pipe(
      finalMessage(),
      tap(({ content, usage, stop_reason }) =>
        write(`${JSON.stringify(content)}\n${usage.output_tokens} output tokens, ${stop_reason ?? 'unfinished'}\n`),
      ),
    ),
} satisfies Demo;
