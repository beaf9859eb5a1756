import { finalText } from 'anthropic-rxjs';
import { forkJoin, tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

const questions = ['What is 2+2?', 'What is the capital of France?', 'What is Python?'];

export default {
  shows: 'three replies in parallel, shown when all are complete (forkJoin)',
  run: (client) =>
    forkJoin(
      questions.map((content) =>
        client.messages.stream({ model, max_tokens: 1024, messages: [{ role: 'user', content }] }).pipe(finalText()),
      ),
    ).pipe(tap((answers) => questions.forEach((question, i) => write(`Q: ${question}\nA: ${answers[i] ?? ''}\n`)))),
} satisfies Demo;
