import { textDeltas } from 'anthropic-rxjs';
import { fromEvent, merge, scan, share, skipWhile, takeUntil, tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'stopping a reply: Ctrl-C, or enough text, closes the connection',
  run: (client) => {
    const text$ = client.messages
      .stream({ model, max_tokens: 1024, messages: [{ role: 'user', content: 'Write a very long story' }] })
      .pipe(textDeltas(), share());
    const enough$ = text$.pipe(
      scan((length, text) => length + text.length, 0),
      skipWhile((length) => length < 120),
    );
    const stop$ = merge(fromEvent(process, 'SIGINT'), enough$).pipe(tap(() => write('\n[stopped]\n')));
    return text$.pipe(tap(write), takeUntil(stop$));
  },
} satisfies Demo;
