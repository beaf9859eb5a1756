import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defer, from, lastValueFrom, Observable, Subject, takeUntil, tap, toArray } from 'rxjs';
import { type MessageStreamEvent, OverloadedError, snapshots } from '../../lib/index.ts';
import { shareStream } from '../../lib/operators/share-stream.ts';
import { streamState } from '../../lib/operators/stream-state.ts';
import { messageEvents } from '../../lib/testing/index.ts';
import { cutAtEveryFrame } from '../support/cut-at-every-frame.ts';
import { text } from '../support/block-events.ts';
import { reply, unknownEvent } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

const values: Record<string, MessageStreamEvent> = { ...reply, m: text(0, 'ab') };
const share = (options?: Parameters<typeof shareStream>[0]) => shareStream(options);

describe('shareStream', () => {
  it('replays earlier events to a late subscriber, joined, and then emits the rest', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('                        -S-B-a-b------E-D-X-|', values);
      const shared = share()(source);
      expectObservable(shared).toBe('              -S-B-a-b------E-D-X-|', values);
      expectObservable(shared, '--------^').toBe(' --------(SBm)-E-D-X-|', values);
      expectObservable(shared, '----------------------^').toBe('----------------------(SBmEDX|)', values);
      expectSubscriptions(source.subscriptions).toBe('^-------------------!');
    });
  });

  it('unsubscribes from the source with the last subscriber; the next one is a new request', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('                        -S-B-a-b-', values);
      const shared = share()(source);
      expectObservable(shared, '^---!').toBe('     -S-B', values);
      expectObservable(shared, '--^----!').toBe('  --SB-a', values);
      expectObservable(shared, '---------^--!').toBe('----------S-', values);
      expectSubscriptions(source.subscriptions).toBe(['^------!', '---------^--!']);
    });
  });

  it('keeps the request for the grace period', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('                        -S-B------a-b-', values);
      const shared = share({ grace: 4 })(source);
      expectObservable(shared, '^-!').toBe('       -S', values);
      expectObservable(shared, '----^----!').toBe('----(SB)', values);
      expectSubscriptions(source.subscriptions).toBe(['^------------!']);
    });
  });

  it('keeps the events of a stopped stream', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('                        -S-B-a-b-E-D-X-|', values);
      const shared = share({ grace: 9 })(source);
      cold('                                       ------x').subscribe(() => shared.stop());
      expectObservable(shared).toBe('              -S-B-a(|)', values);
      expectObservable(shared, '---------^').toBe('---------(SBa|)', values);
      expectSubscriptions(source.subscriptions).toBe('^-----!');
    });
  });

  it('passes an error to all current subscribers, and starts again for the next', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('                        -S-#', values);
      const shared = share({ grace: 9 })(source);
      expectObservable(shared).toBe('              -S-#', values);
      expectObservable(shared, '--^').toBe('       --S#', values);
      expectObservable(shared, '-----^').toBe('    ------S-#', values);
      expectSubscriptions(source.subscriptions).toBe(['^--!', '-----^--!']);
    });
  });

  it('replays the current message of several to a late subscriber', () => {
    marbles(({ cold, expectObservable }) => {
      const shared = share()(cold('-(SBaX)-(SBb)-', values));
      expectObservable(shared, '^--------------!');
      expectObservable(shared, '-------------^-!').toBe('-------------(SBb)', values);
    });
  });

  it('is a state that was stopped, for streamState', async () => {
    const source = new Subject<MessageStreamEvent>();
    const shared = share()(source);
    const seen: string[] = [];
    shared.pipe(streamState()).subscribe(({ status, text }) => seen.push(`${status} ${text}`));
    for (const event of [reply.S, reply.B, reply.a]) source.next(event);
    shared.stop();
    expect(seen).toEqual(['connecting ', 'streaming ', 'streaming ', 'streaming a', 'stopped a']);
    expect(await lastValueFrom(shared.pipe(streamState()))).toMatchObject({ status: 'stopped', text: 'a' });
    expect(source.observed).toBe(false);
  });

  it('subscribes to the source once for any number of subscribers', () => {
    let subscriptions = 0;
    const source = new Observable<MessageStreamEvent>(() => {
      subscriptions++;
    });
    const shared = share()(source);
    const all = Array.from({ length: 100 }, () => shared.subscribe());
    expect(subscriptions).toBe(1);
    for (const subscription of all) subscription.unsubscribe();
  });

  it('loses nothing that a late subscriber makes the source emit during its replay', () => {
    const source = new Subject<MessageStreamEvent>();
    const shared = share()(source);
    const early: unknown[] = [];
    const late: unknown[] = [];
    const more = [reply.E, reply.D, reply.X];
    shared.subscribe({ next: (event) => early.push(event), complete: () => early.push('complete') });
    for (const event of [reply.S, reply.B, reply.a]) source.next(event);
    shared.subscribe({
      next: (event) => {
        late.push(event);
        const next = more.shift();
        if (next) source.next(next);
        if (more.length === 0) source.complete();
      },
      complete: () => late.push('complete'),
    });
    const all = [reply.S, reply.B, reply.a, reply.E, reply.D, reply.X, 'complete'];
    expect({ early, late }).toEqual({ early: all, late: all });
  });

  it('keeps the order for all when a subscriber makes the source emit', () => {
    const source = new Subject<MessageStreamEvent>();
    const shared = share()(source);
    const seen: MessageStreamEvent[][] = [[], [], []];
    const watch = (number: number) => shared.subscribe((event) => seen[number]!.push(event));
    const follow = tap<MessageStreamEvent>((event) => {
      if (event === reply.S) {
        source.next(reply.B);
        watch(2);
        source.next(reply.a);
      }
    });
    shared.pipe(follow).subscribe((event) => seen[0]!.push(event));
    watch(1);
    source.next(reply.S);
    const all = [reply.S, reply.B, reply.a];
    expect(seen).toEqual([all, all, all]);
  });

  it('stops the replay for a subscriber that unsubscribes during it', () => {
    const source = new Subject<MessageStreamEvent>();
    const shared = share()(source);
    shared.subscribe();
    for (const event of [reply.S, reply.B, reply.a]) source.next(event);
    const seen: MessageStreamEvent[] = [];
    const left$ = new Subject<void>();
    shared.pipe(takeUntil(left$)).subscribe((event) => {
      seen.push(event);
      if (seen.length === 2) left$.next();
    });
    source.next(reply.b);
    expect(seen).toEqual([reply.S, reply.B]);
  });

  it('sends no second request when a late subscriber makes the source fail during its replay', () => {
    const sources: Subject<MessageStreamEvent>[] = [];
    const source = defer(() => {
      const events$ = new Subject<MessageStreamEvent>();
      sources.push(events$);
      return events$;
    });
    const shared = share()(source);
    const broken = new Error('broken');
    const log: string[] = [];
    const observer = (name: string, act?: () => void) => ({
      next: ({ type }: MessageStreamEvent) => {
        log.push(`${name} ${type}`);
        act?.();
      },
      error: (error: unknown) => log.push(`${name} ${String(error)}`),
    });
    const fail = () => sources[0]!.error(broken);
    const joinLate = () => shared.subscribe(observer('late', fail));
    shared.subscribe(observer('early', () => joinLate()));
    sources[0]!.next(values['S']!);
    expect(log).toEqual(['early message_start', 'late message_start', 'early Error: broken', 'late Error: broken']);
    expect(sources).toHaveLength(1);
    shared.subscribe(observer('next'));
    expect([sources.length, sources[1]?.observed]).toEqual([2, true]);
  });

  it('passes the error for a value that is not an event to all', () => {
    const source = new Subject<MessageStreamEvent>();
    const seen: string[] = [];
    const shared = share()(source);
    for (const name of ['one', 'two']) shared.subscribe({ error: () => seen.push(name) });
    source.next(null as unknown as MessageStreamEvent);
    expect(seen).toEqual(['one', 'two']);
  });

  it('unsubscribes from the source, in any frame', () => {
    cutAtEveryFrame(17, (cold) => cold('-S-B-a-b-E-D-X-|', values).pipe(share()));
    cutAtEveryFrame(4, (cold) => cold('--#', values, new OverloadedError('busy')).pipe(share()));
  });

  it('replays the same message to a late subscriber at any time, from a log no longer than the message', async () => {
    const content = [
      { thinking: 'Let me see, this is long' },
      'Hello there, how are you',
      { tool_use: { name: 'f', input: { a: [1, 2, 3], b: 'xyz' } } },
      { text: 'Bye', citations: [{ type: 'char_location', cited_text: 'x' }] },
    ];
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), fc.nat(), fc.nat(), async (chunk, at, unknownAt) => {
        const events: MessageStreamEvent[] = messageEvents({ content, chunk } as Parameters<typeof messageEvents>[0]);
        events.splice(unknownAt % events.length, 0, unknownEvent);
        const whole = await lastValueFrom(from(events).pipe(snapshots(), toArray()));
        const source = new Subject<MessageStreamEvent>();
        const shared = share()(source);
        const early = lastValueFrom(shared.pipe(snapshots()));
        const lateEvents: MessageStreamEvent[] = [];
        const place = at % (events.length + 1);
        for (const event of events.slice(0, place)) source.next(event);
        const late = lastValueFrom(shared.pipe(snapshots()));
        shared.subscribe((event) => lateEvents.push(event));
        expect(lateEvents.length).toBeLessThanOrEqual(19);
        for (const event of events.slice(place)) source.next(event);
        source.complete();
        expect(await early).toEqual(whole.at(-1));
        expect(await late).toEqual(whole.at(-1));
        expect(lateEvents.filter((event) => event === unknownEvent)).toHaveLength(1);
      }),
    );
  });
});
