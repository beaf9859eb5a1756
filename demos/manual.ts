import { Observable } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'subscribing by hand, without any operator',
  run: (client) =>
    new Observable((subscriber) => {
      const events$ = client.messages.stream({
        model,
        max_tokens: 1024,
        messages: [{ role: 'user', content: 'Hello' }],
      });
      const subscription = events$.subscribe({
        next: (event) => {
          if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') write(event.delta.text);
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => {
          write('\n');
          subscriber.complete();
        },
      });
      return () => subscription.unsubscribe();
    }),
} satisfies Demo;
