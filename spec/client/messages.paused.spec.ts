import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { BehaviorSubject } from 'rxjs';
import { AnthropicClient, textDeltas } from '../../lib/index.ts';
import { fakeFetch, messageEvents, sseBody } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';

const events = messageEvents('Hello there');
const [first, rest] = [sseBody(events.slice(0, 3)), sseBody(events.slice(3))];

/** Runs all pending microtasks and tasks. */
const settle = async () => {
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
};

describe('paused$', () => {
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] }));
  afterEach(() => void jest.useRealTimers());

  /** A stream whose body counts its pulls. */
  function open(paused: boolean) {
    const pulled: string[] = [];
    const chunks = [first, rest];
    const body = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => {
          const chunk = chunks.shift();
          pulled.push(chunk === undefined ? 'end' : 'chunk');
          if (chunk === undefined) controller.close();
          else controller.enqueue(new TextEncoder().encode(chunk));
        },
      },
      { highWaterMark: 0 },
    );
    const headers = { 'content-type': 'text/event-stream' };
    const client = new AnthropicClient({ apiKey: 'key', fetch: fakeFetch(new Response(body, { headers })) });
    const paused$ = new BehaviorSubject(paused);
    const seen: string[] = [];
    const subscription = client.messages
      .stream(params, { paused$, deadlines: { silence: 1_000 } })
      .pipe(textDeltas())
      .subscribe({
        next: (text) => seen.push(text),
        error: (error: unknown) => seen.push((error as Error).name),
        complete: () => seen.push('complete'),
      });
    return { pulled, paused$, seen, subscription };
  }

  it('keeps the body unread while it is true, and loses nothing', async () => {
    const { pulled, paused$, seen } = open(true);
    await settle();
    expect({ pulled, seen }).toEqual({ pulled: [], seen: [] });
    paused$.next(false);
    await settle();
    expect({ pulled, seen }).toEqual({ pulled: ['chunk', 'chunk', 'end'], seen: ['Hello', ' there', 'complete'] });
  });

  it('makes the deadlines wait too', async () => {
    const { paused$, seen, subscription } = open(true);
    await settle();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(seen).toEqual([]);
    paused$.next(false);
    await settle();
    expect(seen).toEqual(['Hello', ' there', 'complete']);
    expect(subscription.closed).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is unsubscribed with the stream in a pause, and no timer stays', async () => {
    const { paused$, seen, subscription } = open(true);
    await settle();
    subscription.unsubscribe();
    await settle();
    expect(paused$.observed).toBe(false);
    expect({ seen, timers: jest.getTimerCount() }).toEqual({ seen: [], timers: 0 });
  });
});
