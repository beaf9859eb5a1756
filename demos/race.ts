import { finalText, hedge, raceFirstText } from 'anthropic-rxjs';
import { concat, delay, tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'the first of two replies to emit text, and a second request for a slow one (raceFirstText, hedge)',
  run: (client) => {
    const ask = (content: string) =>
      client.messages.stream({ model, max_tokens: 1024, messages: [{ role: 'user', content }] });
    const slow$ = ask('What is the capital of Egypt?').pipe(delay(2_000));
    return concat(
      raceFirstText(slow$, ask('What is the capital of India?')).pipe(finalText()),
      ask('What is 3*3?').pipe(hedge({ after: 5_000 }), finalText()),
    ).pipe(tap((text) => write(`${text}\n`)));
  },
} satisfies Demo;
