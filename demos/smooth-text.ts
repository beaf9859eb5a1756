import { smoothText, textDeltas } from 'anthropic-rxjs';
import { tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'text that arrives in bursts, shown word by word at an even pace (smoothText)',
  run: (client) =>
    client.messages
      .stream({ model, max_tokens: 1024, messages: [{ role: 'user', content: 'Write a haiku' }] })
      .pipe(textDeltas(), smoothText(), tap({ next: (word) => write(`${word}·`), complete: () => write('\n') })),
} satisfies Demo;
