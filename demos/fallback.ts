import { fallbackTo, finalText, type MessageStreamEvent, OverloadedError } from 'anthropic-rxjs';
import { tap, throwError } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'another model when the first is overloaded (fallbackTo)',
  run: (client) => {
    const overloaded$ = throwError(() => new OverloadedError('Overloaded', { type: 'overloaded_error' }));
    return overloaded$.pipe(
      fallbackTo<MessageStreamEvent>((error) => {
        write(`[${String(error)}]\n`);
        return client.messages.stream({
          model,
          max_tokens: 1024,
          messages: [{ role: 'user', content: 'What is the capital of Italy?' }],
        });
      }),
      finalText(),
      tap((text) => write(`${text}\n`)),
    );
  },
} satisfies Demo;
