import { usage } from 'anthropic-rxjs';
import { tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'token usage whenever it changes',
  run: (client) =>
    client.messages
      .stream({ model, max_tokens: 1024, messages: [{ role: 'user', content: 'Write a long essay' }] })
      .pipe(
        usage(),
        tap(({ input_tokens, output_tokens }) => write(`${input_tokens} tokens in, ${output_tokens} out\n`)),
      ),
} satisfies Demo;
