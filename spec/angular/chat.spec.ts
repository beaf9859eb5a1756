import { type EnvironmentInjector, runInInjectionContext, signal } from '@angular/core';
import { createWatch } from '@angular/core/primitives/signals';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Subject } from 'rxjs';
import { chat, provideAnthropic } from '../../lib/angular/index.ts';
import { AnthropicError, type MessageCreateParams, type MessageStreamEvent, OverloadedError } from '../../lib/index.ts';
import { fakeFetch, messageEvents } from '../../lib/testing/index.ts';
import { createInjector, fakeFrames } from '../support/angular.ts';
import { text } from '../support/block-events.ts';
import { reply } from '../support/events.ts';

let injector: EnvironmentInjector;
beforeEach(() => {
  injector = createInjector();
});
afterEach(() => {
  if (!injector.destroyed) injector.destroy();
});
const drawFrame = fakeFrames();

const params = { model: 'claude-sonnet-5', max_tokens: 64 };

/** A chat whose replies the test emits, and its signals in one line. */
function open(saved?: string) {
  const requests: { params: MessageCreateParams; events$: Subject<MessageStreamEvent> }[] = [];
  const source = (sent: MessageCreateParams) => {
    const events$ = new Subject<MessageStreamEvent>();
    requests.push({ params: sent, events$ });
    return events$;
  };
  const talk = runInInjectionContext(injector, () => chat(params, { source, saved }));
  const shown = () =>
    `${talk.status()}: ${talk
      .turns()
      .map(({ text }) => text)
      .join(', ')}`;
  return { talk, requests, shown };
}

describe('chat as signals', () => {
  it('shows its turns at most once per frame', () => {
    const { talk, requests, shown } = open();
    expect([shown(), talk.error(), talk.errorText(), talk.canRetry(), talk.busy(), talk.queued()]).toEqual([
      'idle: ',
      undefined,
      '',
      false,
      false,
      [],
    ]);
    talk.send('Hi');
    drawFrame();
    expect([shown(), talk.busy()]).toEqual(['pending: Hi, ', true]);
    const { events$ } = requests[0]!;
    for (const event of [reply.S, reply.B, reply.a]) events$.next(event);
    drawFrame();
    expect(shown()).toBe('streaming: Hi, a');
    for (let i = 0; i < 100; i++) events$.next(text(0, 'x'));
    expect(shown()).toBe('streaming: Hi, a');
    talk.send('more');
    drawFrame();
    expect([shown(), talk.queued().length]).toEqual([`streaming: Hi, a${'x'.repeat(100)}`, 1]);
    talk.stop();
    drawFrame();
    expect([shown(), requests.length]).toEqual([`pending: Hi, a${'x'.repeat(100)}, more, `, 2]);
  });

  it('shows an error for the user, and requests the reply again', () => {
    const { talk, requests, shown } = open();
    talk.send('Hi');
    const error = new OverloadedError('529 overloaded_error: Overloaded (request id req_1)');
    requests[0]!.events$.error(error);
    drawFrame();
    expect([shown(), talk.error(), talk.errorText(), talk.canRetry()]).toEqual([
      'error: Hi, ',
      error,
      'The service is busy. Try again in a moment.',
      true,
    ]);
    talk.retry();
    drawFrame();
    expect([shown(), talk.errorText(), requests.length]).toEqual(['pending: Hi, ', '', 2]);
  });

  it('keeps turns that did not change', () => {
    const { talk, requests } = open();
    talk.send('Hi');
    drawFrame();
    const [question] = talk.turns();
    for (const event of messageEvents('one')) requests[0]!.events$.next(event);
    requests[0]!.events$.complete();
    drawFrame();
    expect(talk.turns()[0]).toBe(question);
    expect(talk.turns()[1]?.status).toBe('done');
  });

  it('aborts the reply when its injector is destroyed', () => {
    const { talk, requests, shown } = open();
    talk.send('Hi');
    injector.destroy();
    drawFrame();
    expect([requests[0]!.events$.observed, shown()]).toEqual([false, 'stopped: Hi, ']);
    talk.send('more');
    expect(requests).toHaveLength(1);
  });

  it('is saved and restored', () => {
    const { talk, requests } = open();
    talk.send('Hi');
    for (const event of [reply.S, reply.B, reply.a]) requests[0]!.events$.next(event);
    const saved = JSON.parse(JSON.stringify(talk)) as ReturnType<typeof talk.toJSON>;
    const after = open();
    after.talk.restore(saved);
    drawFrame();
    expect(after.shown()).toBe('stopped: Hi, a');
  });

  it('continues a saved chat from its JSON', () => {
    const { talk, requests } = open();
    talk.send('Hi');
    for (const event of [reply.S, reply.B, reply.a]) requests[0]!.events$.next(event);
    expect(open(JSON.stringify(talk)).shown()).toBe('stopped: Hi, a');
    expect(() => open('{}')).toThrow(
      'restore: options must be the value that toJSON() of a chat returned, or its JSON',
    );
  });

  it('adds no dependency to an effect that sends', () => {
    const model = signal('claude-sonnet-5');
    const talk = runInInjectionContext(injector, () =>
      chat(params, { source: () => (model(), new Subject<MessageStreamEvent>()) }),
    );
    let runs = 0;
    const watch = createWatch(
      () => {
        runs += 1;
        talk.send('Hi');
      },
      () => undefined,
      true,
    );
    watch.notify();
    watch.run();
    model.set('another');
    watch.run();
    expect(runs).toBe(1);
    watch.destroy();
  });

  it('uses the client of provideAnthropic', async () => {
    jest.useRealTimers();
    const fetch = fakeFetch(messageEvents('Hello'));
    injector = createInjector([provideAnthropic({ apiKey: 'test', fetch })]);
    const talk = runInInjectionContext(injector, () => chat(params));
    talk.send('Hi');
    while (talk.status() !== 'done') {
      await new Promise(setImmediate);
      drawFrame();
    }
    expect(talk.turns().map(({ text }) => text)).toEqual(['Hi', 'Hello']);
    expect(fetch.requests[0]?.body?.messages).toEqual([{ role: 'user', content: 'Hi' }]);
  });

  it('throws without a client', () => {
    expect(() => runInInjectionContext(injector, () => chat(params))).toThrow(AnthropicError);
  });
});
