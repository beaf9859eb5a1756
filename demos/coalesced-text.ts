import { coalesceText, textDeltas } from 'anthropic-rxjs';
import { tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'what came since, ten times a second: nothing is lost (coalesceText)',
  run: (client) =>
    client.messages.stream({ model, max_tokens: 1024, messages: [{ role: 'user', content: 'Count to 30' }] }).pipe(
      textDeltas(),
      coalesceText(100),
      tap((text) => write(`${text}\n`)),
    ),
} satisfies Demo;
