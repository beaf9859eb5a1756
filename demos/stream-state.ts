import { streamState } from 'anthropic-rxjs';
import { distinctUntilChanged, map, Subject, takeUntil, tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'a view for templates with a stop button: it never errors (streamState)',
  run: (client) => {
    const stop$ = new Subject<void>();
    const events$ = client.messages
      .stream({ model, max_tokens: 1024, messages: [{ role: 'user', content: 'Count to 30' }] })
      .pipe(takeUntil(stop$));
    return events$.pipe(
      streamState(),
      tap(({ status, text }) => status === 'streaming' && text.includes('7') && stop$.next()),
      map(({ status, text }) => (status === 'stopped' ? `${status}: ${text}` : status)),
      distinctUntilChanged(),
      tap((line) => write(`${line}\n`)),
    );
  },
} satisfies Demo;
