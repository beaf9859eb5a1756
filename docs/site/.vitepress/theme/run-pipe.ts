import * as anthropic from 'anthropic-rxjs';
import { fakeFetch } from 'anthropic-rxjs/lib/testing/fake-fetch.ts';
import { messageEvents, type MessageSpec } from 'anthropic-rxjs/lib/testing/message-events.ts';
import { sseBody } from 'anthropic-rxjs/lib/testing/sse-body.ts';
import * as rxjs from 'rxjs';

/** A notification of a lane; `at` in ms since the subscription. */
export interface Mark {
  readonly at: number;
  readonly kind: 'next' | 'error' | 'complete';
  readonly label: string;
}

const names = { ...rxjs, ...anthropic };

/**
 * The Observable of a pipe, with the request's events on the side. `code` is an expression over `events$`, the operators and
 * RxJS. Throws what is wrong with the code.
 */
export function runPipe(
  code: string,
  reply: MessageSpec,
  pause: number,
  onEvent: (notification: rxjs.Notification<anthropic.MessageStreamEvent>) => void,
): rxjs.Observable<unknown> {
  const events = messageEvents(reply) as anthropic.MessageStreamEvent[];
  async function* body() {
    for (const event of events) {
      await new Promise((done) => setTimeout(done, pause * (0.4 + 1.2 * Math.random())));
      yield sseBody([event]);
    }
  }
  const client = new anthropic.AnthropicClient({
    apiKey: 'playground',
    dangerouslyAllowBrowser: true,
    fetch: fakeFetch(() => ({ headers: { 'content-type': 'text/event-stream' }, body: body() })),
  });
  const events$ = client.messages
    .stream({ model: 'claude-sonnet-5', max_tokens: 256, messages: [{ role: 'user', content: 'Hi' }] })
    .pipe(rxjs.materialize(), rxjs.tap(onEvent), rxjs.dematerialize(), rxjs.share({ resetOnRefCountZero: true }));
  // The code is the reader's own, in the reader's own page.
  const evaluate = new Function(...Object.keys(names), 'events$', `'use strict'; return (${code}\n);`);
  const result: unknown = evaluate(...Object.values(names), events$);
  if (!rxjs.isObservable(result)) throw new Error('The code must be an expression whose value is an Observable.');
  return result;
}
