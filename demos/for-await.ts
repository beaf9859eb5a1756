import { textDeltas, toAsyncIterable } from 'anthropic-rxjs';
import { defer } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'a reply in a for await loop; break aborts the request (toAsyncIterable)',
  run: (client) =>
    defer(async () => {
      const text$ = client.messages
        .stream({ model, max_tokens: 1024, messages: [{ role: 'user', content: 'Count to 30' }] })
        .pipe(textDeltas());
      for await (const text of toAsyncIterable()(text$)) {
        write(text);
        if (text.includes('5')) break;
      }
      write('\n');
    }),
} satisfies Demo;
