import { finalText } from 'anthropic-rxjs';
import { tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'only the text, once it is complete',
  run: (client) =>
    client.messages
      .stream({ model, max_tokens: 1024, messages: [{ role: 'user', content: 'What is the capital of France?' }] })
      .pipe(
        finalText(),
        tap((text) => write(`${text}\n`)),
      ),
} satisfies Demo;
