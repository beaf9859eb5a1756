import { type EnvironmentInjector, PendingTasks, PLATFORM_ID, runInInjectionContext, signal } from '@angular/core';
import { createWatch } from '@angular/core/primitives/signals';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { of, Subject, switchMap, throwError } from 'rxjs';
import { type MessageStreamOptions, messageStream } from '../../lib/angular/index.ts';
import { errorText, type MessageStreamEvent, OverloadedError } from '../../lib/index.ts';
import { messageEvents } from '../../lib/testing/index.ts';
import { createInjector, fakeFrames } from '../support/angular.ts';
import { text } from '../support/block-events.ts';
import { reply } from '../support/events.ts';

let injector: EnvironmentInjector;
/** Number of tasks that delay the rendering of a page. */
let pending = 0;
const tasks = {
  add: () => {
    pending++;
    return () => {
      pending--;
    };
  },
};
const create = (platform = 'browser') =>
  createInjector([
    { provide: PLATFORM_ID, useValue: platform },
    { provide: PendingTasks, useValue: tasks },
  ]);

beforeEach(() => {
  injector = create();
});
afterEach(() => {
  if (!injector.destroyed) injector.destroy();
});
const drawFrame = fakeFrames();

/** A stream whose events the test emits, and the values of its signals. */
function open(options?: MessageStreamOptions) {
  const requests: { input: string; events$: Subject<MessageStreamEvent> }[] = [];
  const source = (input: string) => {
    const events$ = new Subject<MessageStreamEvent>();
    requests.push({ input, events$ });
    return events$;
  };
  const stream = runInInjectionContext(injector, () => messageStream(source, options));
  return { stream, requests, shown: () => `${stream.status()} ${stream.text()}`.trim() };
}

describe('messageStream', () => {
  it('sends nothing before send(), and shows events at most once per frame', () => {
    const { stream, requests, shown } = open();
    expect([requests.length, shown(), stream.message(), stream.usage(), stream.toolUses()]).toEqual([
      0,
      'idle',
      undefined,
      undefined,
      [],
    ]);
    stream.send('Hello');
    expect([requests[0]?.input, shown()]).toEqual(['Hello', 'connecting']);
    const { events$ } = requests[0]!;
    for (const event of [reply.S, reply.B, reply.a]) events$.next(event);
    expect(shown()).toBe('connecting');
    drawFrame();
    expect(shown()).toBe('streaming a');
    for (let i = 0; i < 100; i++) events$.next(text(0, 'x'));
    expect(shown()).toBe('streaming a');
    drawFrame();
    expect(shown()).toBe(`streaming a${'x'.repeat(100)}`);
    for (const event of [reply.E, reply.D, reply.X]) events$.next(event);
    events$.complete();
    drawFrame();
    expect(shown()).toBe(`done a${'x'.repeat(100)}`);
    expect(stream.usage()).toEqual({ input_tokens: 5, output_tokens: 9 });
    expect(stream.message()?.stop_reason).toBe('end_turn');
  });

  it('shows the end also while the page is hidden, without frames', () => {
    const { stream, requests, shown } = open();
    stream.send('Hello');
    for (const event of [reply.S, reply.B, reply.a, reply.X]) requests[0]!.events$.next(event);
    requests[0]!.events$.complete();
    jest.advanceTimersByTime(250);
    expect(shown()).toBe('done a');
  });

  it('keeps the partial reply when it is stopped, and aborts the request', () => {
    const { stream, requests, shown } = open();
    stream.stop();
    expect(shown()).toBe('idle');
    stream.send('Hello');
    for (const event of [reply.S, reply.B, reply.a]) requests[0]!.events$.next(event);
    stream.stop();
    expect(requests[0]!.events$.observed).toBe(false);
    drawFrame();
    expect(shown()).toBe('stopped a');
  });

  it('shows an error with the partial reply, and sends again on retry()', () => {
    const { stream, requests, shown } = open();
    stream.retry();
    expect(requests.length).toBe(0);
    stream.send('Hello');
    for (const event of [reply.S, reply.B, reply.a]) requests[0]!.events$.next(event);
    const error = new OverloadedError('busy');
    requests[0]!.events$.error(error);
    drawFrame();
    expect([shown(), stream.error(), stream.errorText()]).toEqual(['error a', error, errorText(error)]);
    stream.retry();
    expect([requests[1]?.input, shown(), stream.error()]).toEqual(['Hello', 'connecting', undefined]);
  });

  it('converts an error of the source to a status', () => {
    const stream = runInInjectionContext(injector, () =>
      messageStream((): Subject<MessageStreamEvent> => {
        throw new Error('no such model');
      }),
    );
    stream.send(undefined);
    drawFrame();
    expect([stream.status(), String(stream.error())]).toEqual(['error', 'Error: no such model']);
    const failing = runInInjectionContext(injector, () => messageStream(() => throwError(() => new Error('at once'))));
    failing.send(undefined);
    drawFrame();
    expect(failing.status()).toBe('error');
  });

  it('aborts the running reply on the next send(), and starts empty', () => {
    const { stream, requests, shown } = open();
    stream.send('one');
    for (const event of [reply.S, reply.B, reply.a]) requests[0]!.events$.next(event);
    drawFrame();
    stream.send('two');
    expect([requests[0]!.events$.observed, requests[1]?.input, shown()]).toEqual([false, 'two', 'connecting']);
  });

  it('ends with its injection context', () => {
    const { stream, requests, shown } = open();
    stream.send('Hello');
    injector.destroy();
    expect(requests[0]!.events$.observed).toBe(false);
    stream.send('more');
    stream.retry();
    expect([requests.length, shown(), jest.getTimerCount()]).toEqual([1, 'connecting', 0]);
  });

  it('sends on a server only with onServer', () => {
    injector.destroy();
    injector = create('server');
    const silent = open();
    silent.stream.send('Hello');
    expect([silent.requests.length, silent.shown()]).toEqual([0, 'idle']);
    const loud = open({ onServer: true });
    loud.stream.send('Hello');
    expect(loud.requests.length).toBe(1);
  });

  it('delays a page on a server until the reply ends, for whatever reason', () => {
    injector.destroy();
    injector = create('server');
    const { stream, requests, shown } = open({ onServer: true });
    expect(pending).toBe(0);
    stream.send('Hello');
    expect(pending).toBe(1);
    for (const event of messageEvents('Hi')) requests[0]!.events$.next(event);
    requests[0]!.events$.complete();
    drawFrame();
    expect([pending, shown()]).toEqual([0, 'done Hi']);
    stream.send('again');
    stream.stop();
    drawFrame();
    expect(pending).toBe(0);
    stream.send('again');
    injector.destroy();
    expect(pending).toBe(0);
  });

  it('does not delay a page in a browser', () => {
    open().stream.send('Hello');
    expect(pending).toBe(0);
  });

  it('does not make an effect depend on signals that the source reads', () => {
    const model = signal('one');
    const stream = runInInjectionContext(injector, () =>
      messageStream(() => of(model()).pipe(switchMap(() => messageEvents('Hello')))),
    );
    let scheduled = 0;
    const send = createWatch(
      () => stream.send(undefined),
      () => scheduled++,
      true,
    );
    send.run();
    model.set('two');
    expect(scheduled).toBe(0);
    send.destroy();
  });

  it('lists tool calls and thinking', () => {
    const { stream, requests } = open();
    stream.send('Hello');
    const content = [{ thinking: 'so' }, { tool_use: { name: 'f', input: { a: 1 } } }];
    for (const event of messageEvents({ content })) requests[0]!.events$.next(event);
    drawFrame();
    expect(stream.thinking()).toBe('so');
    expect(stream.toolUses()).toEqual([expect.objectContaining({ name: 'f', input: { a: 1 } })]);
  });
});
