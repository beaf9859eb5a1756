import { createGate, drainWith, textDeltas } from 'anthropic-rxjs';
import { count, map, tap, timer } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'a slow consumer that makes the server wait (createGate, drainWith)',
  run: (client) => {
    const gate = createGate();
    let waits = 0;
    const paused$ = gate.paused$.pipe(tap((paused) => paused && waits++));
    return client.messages
      .stream({ model, max_tokens: 1024, messages: [{ role: 'user', content: 'Count to 40' }] }, { paused$ })
      .pipe(
        textDeltas(),
        drainWith((text) => timer(40).pipe(map(() => text)), { gate }),
        count(),
        tap((pieces) => write(`${pieces} pieces, the server waited: ${waits > 0 ? 'yes' : 'no'}\n`)),
      );
  },
} satisfies Demo;
