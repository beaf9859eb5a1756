import { textDeltas } from 'anthropic-rxjs';
import { tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'temperature, for API version 2023-06-01',
  run: (client) =>
    client.messages
      .stream({
        model,
        max_tokens: 1024,
        temperature: 0.8,
        messages: [{ role: 'user', content: 'Write a creative story' }],
      })
      .pipe(textDeltas(), tap({ next: write, complete: () => write('\n') })),
} satisfies Demo;
