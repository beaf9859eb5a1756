import { textDeltas } from 'anthropic-rxjs';
import { tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'a system prompt',
  run: (client) =>
    client.messages
      .stream({
        model,
        max_tokens: 1024,
        system: 'You are a helpful Python expert. Be concise.',
        messages: [{ role: 'user', content: 'Explain list comprehensions' }],
      })
      .pipe(textDeltas(), tap({ next: write, complete: () => write('\n') })),
} satisfies Demo;
