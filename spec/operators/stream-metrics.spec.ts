import { describe, expect, it } from '@jest/globals';
import { from, of, Subject, take, VirtualTimeScheduler } from 'rxjs';
import type { MessageStreamEvent } from '../../lib/index.ts';
import { type StreamMetrics, streamMetrics, type StreamMetricsOptions } from '../../lib/operators/stream-metrics.ts';
import { cutAtEveryFrame } from '../support/cut-at-every-frame.ts';
import { text } from '../support/block-events.ts';
import { emptyMessage, messageDelta, messageStart, reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

/** The metrics of events that arrive at their times in ms. */
function measured(arrivals: readonly [at: number, MessageStreamEvent][], options: StreamMetricsOptions = {}) {
  const scheduler = new VirtualTimeScheduler();
  const source = new Subject<MessageStreamEvent>();
  const seen: StreamMetrics[] = [];
  scheduler.schedule(
    () => source.pipe(streamMetrics({ ...options, scheduler })).subscribe((metrics) => seen.push(metrics)),
    1_000,
  );
  for (const [at, event] of arrivals) scheduler.schedule(() => source.next(event), 1_000 + at);
  scheduler.schedule(() => source.complete(), 1_000 + (arrivals.at(-1)?.[0] ?? 0));
  scheduler.flush();
  return seen;
}

describe('streamMetrics', () => {
  it('stops a source that emits synchronously when its subscriber unsubscribes', () => {
    let pulled = 0;
    function* many() {
      for (const event of [reply.S, reply.B, ...Array.from({ length: 1_000 }, () => reply.a)]) {
        pulled += 1;
        yield event;
      }
    }
    const seen: number[] = [];
    from(many())
      .pipe(streamMetrics(), take(2))
      .subscribe(({ events }) => seen.push(events));
    expect([seen, pulled]).toEqual([[1, 2], 2]);
  });

  it('emits after each event and once more at the end', () => {
    const seen = measured([
      [200, reply.S],
      [210, reply.B],
      [300, text(0, 'Hello')],
      [400, text(0, ' there')],
      [500, messageDelta('end_turn', 12)],
      [700, reply.X],
    ]);
    const brief = seen.map(({ events, duration, timeToFirstText, done }) => [events, duration, timeToFirstText, done]);
    expect(brief).toEqual([
      [1, 200, undefined, false],
      [2, 210, undefined, false],
      [3, 300, 300, false],
      [4, 400, 300, false],
      [5, 500, 300, false],
      [6, 700, 300, false],
      [6, 700, 300, true],
    ]);
    expect(seen.at(-1)).toEqual({
      timeToHeaders: undefined,
      timeToFirstEvent: 200,
      timeToFirstText: 300,
      duration: 700,
      events: 6,
      textPieces: 2,
      characters: 11,
      charactersPerSecond: 27.5,
      gaps: { p50: 100, p95: 100, max: 100 },
      stalls: 0,
      stalled: 0,
      usage: { input_tokens: 5, output_tokens: 12 },
      outputTokens: 12,
      outputTokensPerSecond: 24,
      cost: undefined,
      done: true,
    });
  });

  it('knows the gaps between pieces of text and which of them were stalls', () => {
    const times = [0, ...Array.from({ length: 90 }, (_, i) => 10 * (i + 1)), 1_400, 1_900, 5_900, 6_000];
    const [last] = measured(
      times.map((at) => [at, text(0, 'x')]),
      { stallAfter: 499 },
    ).slice(-1);
    expect(last).toMatchObject({ gaps: { p50: 10, p95: 10, max: 4_000 }, stalls: 3, stalled: 5_000 });
    const uneven = measured([0, 1, 3, 6, 106, 406].map((at) => [at, text(0, 'x')]));
    expect(uneven.at(-1)?.gaps).toEqual({ p50: 3, p95: 300, max: 300 });
  });

  it('estimates the cost from the prices of the model', () => {
    const start: MessageStreamEvent = {
      type: 'message_start',
      message: {
        ...(reply.S as Extract<MessageStreamEvent, { type: 'message_start' }>).message,
        usage: {
          input_tokens: 1_000,
          output_tokens: 1,
          cache_read_input_tokens: 10_000,
          cache_creation_input_tokens: 2_000,
        },
      },
    };
    const arrivals: [number, MessageStreamEvent][] = [
      [1, start],
      [2, messageDelta('end_turn', 500)],
    ];
    const costs = (prices: StreamMetricsOptions['prices']) =>
      measured(arrivals, { ...(prices && { prices }) }).at(-1)?.cost;
    expect(costs({ 'claude-sonnet-5': { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 } })).toBeCloseTo(
      0.021,
      9,
    );
    expect(costs({ 'claude-sonnet-5': { input: 3, output: 15 } })).toBeCloseTo(0.0465, 9);
    expect(costs({ 'another-model': { input: 3, output: 15 } })).toBe(undefined);
  });

  it('measures the time to the headers of a stream of connect', () => {
    const scheduler = new VirtualTimeScheduler();
    const response$ = new Subject<{ events$: Subject<MessageStreamEvent> }>();
    const events$ = new Subject<MessageStreamEvent>();
    let last: StreamMetrics | undefined;
    response$.pipe(streamMetrics({ scheduler })).subscribe((metrics) => (last = metrics));
    scheduler.schedule(() => {
      response$.next({ events$ });
      response$.complete();
    }, 120);
    scheduler.schedule(() => events$.next(reply.S), 150);
    scheduler.schedule(() => events$.complete(), 160);
    scheduler.flush();
    expect(last).toMatchObject({ timeToHeaders: 120, timeToFirstEvent: 150, duration: 160, done: true });
  });

  it('measures only the duration of an empty stream, and passes errors', () => {
    expect(measured([])).toEqual([expect.objectContaining({ events: 0, duration: 0, done: true })]);
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold<MessageStreamEvent>('--#').pipe(streamMetrics())).toBe('--#');
    });
  });

  it('never divides by a duration of 0', () => {
    let last: StreamMetrics | undefined;
    const scheduler = new VirtualTimeScheduler();
    of(reply.S, reply.B, reply.a, reply.D)
      .pipe(streamMetrics({ scheduler }))
      .subscribe((metrics) => (last = metrics));
    expect(last).toMatchObject({ charactersPerSecond: undefined, outputTokensPerSecond: undefined, outputTokens: 9 });
  });

  it.each<[string, unknown, unknown, object]>([
    ['neither', undefined, undefined, { usage: undefined, outputTokens: undefined, cost: undefined }],
    ['null', null, null, { usage: undefined, outputTokens: undefined, cost: undefined }],
    [
      'none at the start',
      undefined,
      { output_tokens: 9 },
      { usage: { input_tokens: 0, output_tokens: 9 }, outputTokens: 9, cost: undefined },
    ],
    ['null counters', { input_tokens: null, output_tokens: null }, undefined, { usage: undefined, cost: undefined }],
    [
      'none at the end',
      { input_tokens: 5, output_tokens: 1, cache_read_input_tokens: null },
      undefined,
      { outputTokens: undefined, cost: 7e-6 },
    ],
    ['null at the end', { input_tokens: 5, output_tokens: 1 }, null, { outputTokens: undefined, cost: 7e-6 }],
  ])('measures a stream whose usage is left out: %s', (_, atStart, atEnd, expected) => {
    const { usage: _start, ...message } = emptyMessage;
    const { usage: _end, ...last } = reply.D as Extract<MessageStreamEvent, { type: 'message_delta' }>;
    const start = { type: 'message_start', message: { ...message, usage: atStart } } as MessageStreamEvent;
    const arrivals: [number, MessageStreamEvent][] = [
      [1, start],
      [2, { ...last, usage: atEnd } as MessageStreamEvent],
    ];
    const seen = measured(arrivals, { prices: { 'claude-sonnet-5': { input: 1, output: 2 } } });
    expect(seen.at(-1)).toMatchObject({ events: 2, done: true, ...expected });
  });

  it.each(['constructor', '__proto__', 'toString'])('knows no cost of a model called %s', (model) => {
    const arrivals: [number, MessageStreamEvent][] = [[1, messageStart({ model })]];
    expect(measured(arrivals, { prices: {} }).at(-1)?.cost).toBe(undefined);
    const prices = JSON.parse(`{"${model}":{"input":1,"output":1}}`) as NonNullable<StreamMetricsOptions['prices']>;
    expect(measured(arrivals, { prices }).at(-1)?.cost).toBe(6e-6);
  });

  it.each<[object, string]>([
    [{ stallAfter: '2s' }, 'streamMetrics: stallAfter: is a string; pass a number of milliseconds, 0 or more'],
    [{ stallAfter: NaN }, 'streamMetrics: stallAfter: is NaN; pass a number of milliseconds, 0 or more'],
    [{ scheduler: {} }, 'streamMetrics: scheduler: is an object; pass an RxJS scheduler such as asyncScheduler'],
    [{ prices: [] }, 'streamMetrics: prices: is an array; pass an object of prices by model'],
    [{ prices: null }, 'streamMetrics: prices: is null; pass an object of prices by model'],
    [
      { prices: { m: { input: 1 } } },
      "streamMetrics, prices['m']: output: is missing; pass a price per million tokens, 0 or more",
    ],
    [
      { prices: { m: { input: NaN, output: 1, cacheRead: -1, cacheWrite: Infinity } } },
      "streamMetrics, prices['m']: input: is NaN; pass a price per million tokens, 0 or more; " +
        'cacheRead: is -1; pass a price per million tokens, 0 or more; ' +
        'cacheWrite: is Infinity; pass a price per million tokens, 0 or more',
    ],
    [{ prices: { m: 3 } }, "streamMetrics, prices['m']: options must be an object"],
  ])('refuses %j', (options, message) => {
    expect(() => streamMetrics(options)).toThrow(expect.objectContaining({ name: 'InvalidOptionsError', message }));
  });

  it('takes the latest of several responses', () => {
    const scheduler = new VirtualTimeScheduler();
    const [early$, late$] = [new Subject<MessageStreamEvent>(), new Subject<MessageStreamEvent>()];
    let last: StreamMetrics | undefined;
    from([{ events$: early$ }, { events$: late$ }])
      .pipe(streamMetrics({ scheduler }))
      .subscribe((metrics) => (last = metrics));
    expect([early$.observed, late$.observed]).toEqual([false, true]);
    late$.next(reply.S);
    late$.complete();
    expect(last).toMatchObject({ events: 1, done: true });
  });

  it('unsubscribes from the source, in any frame', () =>
    cutAtEveryFrame(17, (cold) =>
      cold('-S-B-a-b-E-D-X-|', reply as Record<string, MessageStreamEvent>).pipe(streamMetrics()),
    ));
});
