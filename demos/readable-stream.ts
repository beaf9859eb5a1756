import { createGate, textDeltas, toReadableStream } from 'anthropic-rxjs';
import { defer } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'a web stream at the pace of its reader (toReadableStream)',
  run: (client) =>
    defer(() => {
      const gate = createGate();
      const text$ = client.messages
        .stream(
          { model, max_tokens: 1024, messages: [{ role: 'user', content: 'Write a haiku' }] },
          { paused$: gate.paused$ },
        )
        .pipe(textDeltas());
      const terminal = new WritableStream<string>({ write, close: () => write('\n') });
      return toReadableStream({ gate })(text$).pipeTo(terminal);
    }),
} satisfies Demo;
