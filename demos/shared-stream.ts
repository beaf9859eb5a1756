import { finalMessage, finalText, shareStream, textDeltas } from 'anthropic-rxjs';
import { forkJoin, map, switchMap, take, tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'one request for three subscribers, one of them late (shareStream)',
  run: (client) => {
    const reply$ = client.messages
      .stream({ model, max_tokens: 1024, messages: [{ role: 'user', content: 'What is the capital of France?' }] })
      .pipe(shareStream());
    const late$ = reply$.pipe(
      textDeltas(),
      take(1),
      switchMap(() => reply$.pipe(finalText())),
    );
    return forkJoin([reply$.pipe(finalText()), reply$.pipe(finalMessage()), late$]).pipe(
      map(([text, { usage }, late]) => `${text}\n${usage.output_tokens} output tokens\nThe late one has ${late}\n`),
      tap(write),
    );
  },
} satisfies Demo;
