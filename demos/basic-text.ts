import { textDeltas } from 'anthropic-rxjs';
import { tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'text as it arrives',
  run: (client) =>
    client.messages
      .stream({ model, max_tokens: 1024, messages: [{ role: 'user', content: 'Write a short story' }] })
      .pipe(textDeltas(), tap({ next: write, complete: () => write('\n') })),
} satisfies Demo;
