import { textDeltas } from 'anthropic-rxjs';
import { map, merge, tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

const questions = { sum: 'What is 2+2?', capital: 'What is the capital of France?', rust: 'What is Rust?' };

export default {
  shows: 'three replies in parallel, each piece labelled as it arrives (merge)',
  run: (client) =>
    merge(
      ...Object.entries(questions).map(([label, content]) =>
        client.messages.stream({ model, max_tokens: 1024, messages: [{ role: 'user', content }] }).pipe(
          textDeltas(),
          map((text) => `${label}: ${JSON.stringify(text)}\n`),
        ),
      ),
    ).pipe(tap(write)),
} satisfies Demo;
