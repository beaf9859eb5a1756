import { textDeltas } from 'anthropic-rxjs';
import { concat, concatMap, defer, EMPTY, map, of, tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

/** Long enough to show, or the end of a sentence. */
const isReady = (text: string) => text.length >= 10 || /[.!?\n]$/.test(text);

export default {
  shows: 'text in larger pieces: ten characters, or up to the end of a sentence',
  run: (client) =>
    defer(() => {
      let waiting = '';
      const text$ = client.messages
        .stream({ model, max_tokens: 1024, messages: [{ role: 'user', content: 'Write a haiku' }] })
        .pipe(textDeltas());
      const flush = () => {
        const piece = waiting;
        waiting = '';
        return piece === '' ? EMPTY : of(piece);
      };
      return concat(
        text$.pipe(
          map((text) => (waiting += text)),
          concatMap((text) => (isReady(text) ? flush() : EMPTY)),
        ),
        defer(flush),
      ).pipe(
        map((piece) => `[${piece}]`),
        tap({ next: write, complete: () => write('\n') }),
      );
    }),
} satisfies Demo;
