import { coalesceText, textDeltas } from 'anthropic-rxjs';
import { tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'text joined ten times per second, without loss (coalesceText)',
  run: (client) =>
    client.messages.stream({ model, max_tokens: 1024, messages: [{ role: 'user', content: 'Count to 30' }] }).pipe(
      textDeltas(),
      coalesceText(100),
      tap((text) => write(`${text}\n`)),
    ),
} satisfies Demo;
