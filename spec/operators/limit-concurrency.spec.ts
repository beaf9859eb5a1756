import { describe, expect, it } from '@jest/globals';
import {
  concat,
  defer,
  finalize,
  merge,
  mergeMap,
  NEVER,
  Observable,
  of,
  Subject,
  type Subscription,
  take,
  takeUntil,
  throwError,
} from 'rxjs';
import { InvalidOptionsError } from '../../lib/errors/invalid-options-error.ts';
import { limitConcurrency } from '../../lib/operators/limit-concurrency.ts';
import { cutAtEveryFrame } from '../support/cut-at-every-frame.ts';
import { marbles } from '../support/marbles.ts';

describe('limitConcurrency', () => {
  it('subscribes to no more than its limit at a time, in order', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const limited = limitConcurrency(2);
      const [a, b, c, d] = [cold('-a-a|'), cold('--b|'), cold('--c|'), cold('d|')] as const;
      const all = merge(...[a, b, c, d].map((source) => source.pipe(limited())));
      expectObservable(all).toBe('                -abadc|');
      expectSubscriptions(a.subscriptions).toBe(' ^---!');
      expectSubscriptions(b.subscriptions).toBe(' ^--!');
      expectSubscriptions(c.subscriptions).toBe(' ---^--!');
      expectSubscriptions(d.subscriptions).toBe(' ----^!');
    });
  });

  it('starts the highest priority first', () => {
    marbles(({ cold, expectObservable }) => {
      const limited = limitConcurrency(1);
      const source = (letter: string) => cold(`${letter}-|`);
      const waiting = [
        source('b').pipe(limited()),
        source('c').pipe(limited({ priority: -1 })),
        source('d').pipe(limited({ priority: 5 })),
      ];
      const more = [source('e').pipe(limited()), source('f').pipe(limited({ priority: 5 }))];
      const all = merge(source('a').pipe(limited()), ...waiting, ...more);
      expectObservable(all).toBe('a-d-f-b-e-c-|');
    });
  });

  it('frees the place of a stream that fails or is unsubscribed, also in the queue', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const limited = limitConcurrency(1);
      const [a, b, c, d] = [cold('-#'), cold('b----'), cold('c'), cold('-d|')] as const;
      expectObservable(a.pipe(limited())).toBe('       -#');
      expectObservable(b.pipe(limited()), '^---!').toBe('-b');
      expectObservable(c.pipe(limited()), '^-!').toBe('');
      expectObservable(d.pipe(limited())).toBe('       -----d|');
      expectSubscriptions(b.subscriptions).toBe('      -^--!');
      expectSubscriptions(c.subscriptions).toBe([]);
      expectSubscriptions(d.subscriptions).toBe('      ----^-!');
    });
  });

  it('runs streams that complete immediately one after the other', () => {
    const limited = limitConcurrency(1);
    const seen: number[] = [];
    merge(...Array.from({ length: 5_000 }, (_, i) => of(i).pipe(limited()))).subscribe((i) => seen.push(i));
    expect(seen).toEqual(Array.from({ length: 5_000 }, (_, i) => i));
  });

  it('unsubscribes from every stream, in any frame', () =>
    cutAtEveryFrame(9, (cold) => {
      const limited = limitConcurrency(1);
      return merge(...['-a-|', '-b-|', '-c-|'].map((diagram) => cold(diagram).pipe(limited())));
    }));

  it('runs 100,000 waiting streams that end immediately, in order, without a deep stack', () => {
    const limited = limitConcurrency(1);
    const first = new Subject<never>();
    first.pipe(limited()).subscribe();
    const seen: number[] = [];
    for (let i = 0; i < 100_000; i++) {
      const source = i % 2 ? of(i) : throwError(() => new Error(String(i)));
      source.pipe(limited()).subscribe({
        next: (value) => seen.push(value),
        error: (error: unknown) => seen.push(Number((error as Error).message)),
      });
    }
    first.complete();
    expect([seen.length, seen.findIndex((value, i) => value !== i)]).toEqual([100_000, -1]);
  });

  it('never starts a stream that was unsubscribed before it could wait', () => {
    const started: string[] = [];
    const source = (name: string) => defer(() => [started.push(name)]);
    for (const limited of [limitConcurrency(1), limitConcurrency(1)]) {
      const others = new Subject<never>();
      if (started.length > 0) others.pipe(limited()).subscribe();
      const waiting = source('waiting').pipe(limited());
      if (started.length > 0) waiting.subscribe();
      const trigger = new Subject<void>();
      const left = trigger
        .pipe(
          mergeMap(() => {
            left.unsubscribe();
            return source('left').pipe(limited());
          }),
        )
        .subscribe();
      trigger.next();
      source('next').pipe(limited()).subscribe();
      others.complete();
    }
    expect(started).toEqual(['next', 'waiting', 'next']);
  });

  it('starts none of a group that is unsubscribed together', () => {
    const limited = limitConcurrency(1);
    const started: number[] = [];
    const streams = Array.from({ length: 5 }, (_, i) => defer(() => concat([started.push(i)], NEVER)).pipe(limited()));
    const stop$ = new Subject<void>();
    merge(...streams)
      .pipe(takeUntil(stop$))
      .subscribe();
    defer(() => [started.push(9)])
      .pipe(limited())
      .subscribe();
    stop$.next();
    expect(started).toEqual([0, 9]);
  });

  it('frees the place of a stream that throws when it is subscribed', () => {
    const limited = limitConcurrency(1);
    const seen: unknown[] = [];
    const throwing = {
      subscribe: () => {
        throw new Error('broken');
      },
    } as unknown as Observable<string>; // such as an Observable of another library
    const watch = {
      next: (value: string) => seen.push(value),
      error: (error: unknown) => seen.push((error as Error).message),
    };
    const first = new Subject<never>();
    first.pipe(limited()).subscribe();
    limited<string>()(throwing).subscribe(watch);
    of('next').pipe(limited()).subscribe(watch);
    first.complete();
    limited<string>()(throwing).subscribe(watch);
    of('last').pipe(limited()).subscribe(watch);
    expect(seen).toEqual(['broken', 'next', 'broken', 'last']);
  });

  it('uses a free place immediately, also inside a stream that emits synchronously', () => {
    const limited = limitConcurrency(2);
    const endless = new Observable<number>((subscriber) => {
      for (let i = 0; !subscriber.closed; i++) subscriber.next(i);
    });
    const seen: number[] = [];
    endless
      .pipe(
        limited(),
        mergeMap((i) => of(i).pipe(limited())),
        take(3),
      )
      .subscribe((i) => seen.push(i));
    expect(seen).toEqual([0, 1, 2]);
  });

  it.each<[string, (end: Subject<number>, subscription: Subscription) => void]>([
    ['completes', (source) => source.complete()],
    ['fails', (source) => source.error(new Error('broken'))],
    ['is unsubscribed', (_, subscription) => subscription.unsubscribe()],
  ])('starts the next stream only after the teardown of one that %s', (_, end) => {
    const limited = limitConcurrency(1);
    const log: string[] = [];
    const sources = [0, 1].map(() => new Subject<number>());
    const [first] = sources.map((source, place) =>
      defer(() => {
        log.push(`start ${place}`);
        return source;
      })
        .pipe(
          finalize(() => log.push(`end ${place}`)),
          limited(),
        )
        .subscribe({ error: () => undefined }),
    );
    end(sources[0]!, first!);
    expect(log).toEqual(['start 0', 'end 0', 'start 1']);
  });

  it.each([0, -1, NaN])('refuses a limit of %d', (limit) => {
    expect(() => limitConcurrency(limit)).toThrow(
      new InvalidOptionsError('limitConcurrency', [
        { path: 'limit', message: `is ${limit}; pass a whole number of 1 or more` },
      ]),
    );
  });
});
