import { textDeltas, thinkingDeltas } from 'anthropic-rxjs';
import { connect, map, merge, tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'thinking and text of one reply, separately',
  run: (client) =>
    client.beta.messages
      .stream({
        model,
        max_tokens: 2048,
        thinking: { type: 'enabled', budget_tokens: 1024 },
        messages: [{ role: 'user', content: 'Solve this complex problem: what is 17 * 23?' }],
      })
      .pipe(
        connect((events$) =>
          merge(
            events$.pipe(
              thinkingDeltas(),
              map((text) => `[thinking] ${text}\n`),
            ),
            events$.pipe(
              textDeltas(),
              map((text) => `[text] ${text}\n`),
            ),
          ),
        ),
        tap(write),
      ),
} satisfies Demo;
