import { tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'every event of a reply, by its type',
  run: (client) =>
    client.messages.stream({ model, max_tokens: 1024, messages: [{ role: 'user', content: 'Hello' }] }).pipe(
      tap((event) => {
        if (event.type === 'message_start') write(`[stream started: ${event.message.model}]\n`);
        else if (event.type === 'content_block_start') write(`[block ${event.index}: ${event.content_block.type}]\n`);
        else if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') write(event.delta.text);
        else if (event.type === 'content_block_stop') write(`\n[block ${event.index} stopped]\n`);
        else if (event.type === 'message_delta') {
          write(`[stop reason: ${event.delta.stop_reason ?? 'none'}]\n[tokens: ${event.usage.output_tokens}]\n`);
        } else if (event.type === 'message_stop') write('[stream completed]\n');
      }),
    ),
} satisfies Demo;
