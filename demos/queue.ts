import { finalText, limitConcurrency } from 'anthropic-rxjs';
import { map, merge, tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'one request at a time, the urgent one first (limitConcurrency)',
  run: (client) => {
    const limited = limitConcurrency(1);
    const ask = (label: string, content: string, priority?: number) =>
      client.messages.stream({ model, max_tokens: 1024, messages: [{ role: 'user', content }] }).pipe(
        limited({ priority }),
        finalText(),
        map((text) => `${label}: ${text}\n`),
      );
    return merge(
      ask('first', 'What is 1+1?'),
      ask('patient', 'What is the capital of Japan?'),
      ask('urgent', 'What is the capital of Spain?', 1),
    ).pipe(tap(write));
  },
} satisfies Demo;
