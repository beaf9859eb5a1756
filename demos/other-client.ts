import { finalText, fromAsyncIterable, textDeltas, toAsyncIterable } from 'anthropic-rxjs';
import { concat, endWith, take, tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'operators over the async iterable of another client; unsubscribing closes it (fromAsyncIterable)',
  run: (client) => {
    // Any async iterable of events works; this one reports when it is closed.
    async function* otherClient(content: string) {
      const events$ = client.messages.stream({ model, max_tokens: 1024, messages: [{ role: 'user', content }] });
      try {
        yield* toAsyncIterable()(events$);
      } finally {
        write('[closed]\n');
      }
    }
    return concat(
      fromAsyncIterable(() => otherClient('What is 2+2?')).pipe(finalText(), endWith('\n')),
      fromAsyncIterable(() => otherClient('Count to 30')).pipe(textDeltas(), take(3), endWith('\n')),
    ).pipe(tap(write));
  },
} satisfies Demo;
