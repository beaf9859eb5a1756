import { finalText, fromServerSentEvents, toNdjson, toResponse, toServerSentEvents } from 'anthropic-rxjs';
import { defer, map, switchMap, tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'a reply relayed as a Response, and read again (toServerSentEvents, toResponse, toNdjson)',
  run: (client) => {
    const events$ = client.messages.stream({
      model,
      max_tokens: 1024,
      messages: [{ role: 'user', content: 'What is 2+2?' }],
    });
    const types$ = events$.pipe(map(({ type }) => ({ type })));
    return defer(() =>
      toResponse({ headers: { 'content-type': 'application/x-ndjson' } })(types$.pipe(toNdjson())).text(),
    ).pipe(
      tap(write),
      map(() => toResponse()(events$.pipe(toServerSentEvents()))),
      switchMap(({ body }) => (body ? fromServerSentEvents(body) : [])),
      finalText(),
      tap((text) => write(`${text}\n`)),
    );
  },
} satisfies Demo;
