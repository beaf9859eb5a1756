import { describe, expect, it, jest } from '@jest/globals';
import { asyncScheduler, BehaviorSubject, NEVER, of, Subject } from 'rxjs';
import { StreamDeadlineError } from '../../lib/index.ts';
import { enforceDeadlines, type EventKind } from '../../lib/transport/enforce-deadlines.ts';
import { marbles } from '../support/marbles.ts';

const kindOf = (event: string): EventKind => (event === 'p' ? 'ping' : event === 'c' ? 'content' : 'other');
const ranOut = (name: 'firstContent' | 'silence' | 'contentGap' | 'total', after: number) =>
  new StreamDeadlineError(name, after);

describe('enforceDeadlines', () => {
  it('mirrors a source that is always in time, and stops its timers', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(' -c--c-p-|');
      const all = { firstContent: 3, silence: 4, contentGap: 5, total: 9 };
      expectObservable(source.pipe(enforceDeadlines(all, kindOf))).toBe('-c--c-p-|');
      expectSubscriptions(source.subscriptions).toBe('^-------!');
    });
  });

  it('restarts silence, but not contentGap, on a ping', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(' -x--p--p--------|');
      const gap = cold('    -x--p--p--p--p--|');
      expectObservable(source.pipe(enforceDeadlines({ silence: 4 }, kindOf))).toBe(
        '-x--p--p---#',
        undefined,
        ranOut('silence', 4),
      );
      expectObservable(gap.pipe(enforceDeadlines({ contentGap: 7 }, kindOf))).toBe(
        '-x--p--p#',
        undefined,
        ranOut('contentGap', 7),
      );
      expectSubscriptions(source.subscriptions).toBe('^----------!');
      expectSubscriptions(gap.subscriptions).toBe('^-------!');
    });
  });

  it('restarts silence, but not contentGap, when life$ emits, and continues after life$ completes', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const life$ = hot('---l--l--|');
      const source = cold('-x-------------|');
      expectObservable(source.pipe(enforceDeadlines({ silence: 4 }, kindOf, undefined, life$))).toBe(
        '-x--------#',
        undefined,
        ranOut('silence', 4),
      );
      expectObservable(source.pipe(enforceDeadlines({ contentGap: 4 }, kindOf, undefined, life$))).toBe(
        '-x---#',
        undefined,
        ranOut('contentGap', 4),
      );
      expectSubscriptions(life$.subscriptions).toBe(['^--------!', '^----!']);
    });
  });

  it('waits for a deadline that is longer than a timer can be', () => {
    jest.useFakeTimers();
    const ends: unknown[] = [];
    const after = 2 ** 31 + 1_000;
    NEVER.pipe(enforceDeadlines({ silence: after }, kindOf)).subscribe({ error: (error: unknown) => ends.push(error) });
    jest.advanceTimersByTime(2 ** 31 - 1);
    jest.advanceTimersByTime(1_000);
    expect(ends).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(ends).toEqual([ranOut('silence', after)]);
    jest.useRealTimers();
  });

  it('errors with what kindOf throws', () => {
    const ends: unknown[] = [];
    const kind = (): EventKind => {
      throw new RangeError('too deep');
    };
    of('x')
      .pipe(enforceDeadlines({ contentGap: 5 }, kind))
      .subscribe({ error: (error: unknown) => ends.push((error as Error).message) });
    expect(ends).toEqual(['The stream could not be processed: too deep']);
  });

  it('stops waiting for the first content once it has arrived', () => {
    marbles(({ cold, expectObservable }) => {
      const clock = () => enforceDeadlines<string>({ firstContent: 5 }, kindOf);
      expectObservable(cold('-x-p-x-p-|').pipe(clock())).toBe('-x-p-#', undefined, ranOut('firstContent', 5));
      expectObservable(cold('-x-c---------|').pipe(clock())).toBe('-x-c---------|');
    });
  });

  it('ends the stream after total, even while events arrive', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('c-c-c-c-c-|').pipe(enforceDeadlines({ total: 5 }, kindOf))).toBe(
        'c-c-c#',
        undefined,
        ranOut('total', 5),
      );
    });
  });

  it('pauses its timers while the wire is paused', () => {
    marbles(({ cold, hot, expectObservable }) => {
      const paused$ = hot('---t------f---', { t: true, f: false });
      const source = cold(' -x-------------|');
      // Silence of 4: two frames are used up before the pause, the others after it.
      expectObservable(source.pipe(enforceDeadlines({ silence: 4 }, kindOf, paused$))).toBe(
        '-x----------#',
        undefined,
        ranOut('silence', 4),
      );
    });
  });

  it('sets no timer in a pause, or without a deadline to wait for', () => {
    jest.useFakeTimers();
    const paused$ = new BehaviorSubject(true);
    const source = new Subject<string>();
    source.pipe(enforceDeadlines({ firstContent: 10 }, kindOf, paused$)).subscribe();
    expect(jest.getTimerCount()).toBe(0);
    paused$.next(false);
    expect(jest.getTimerCount()).toBe(1);
    source.next('c');
    jest.advanceTimersByTime(10);
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('sets one timer after a pause that ends on subscribe', () => {
    jest.useFakeTimers();
    const subscription = NEVER.pipe(enforceDeadlines({ silence: 10 }, kindOf, of(true, false))).subscribe();
    expect(jest.getTimerCount()).toBe(1);
    subscription.unsubscribe();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('keeps its timer through pauses, however many', () => {
    const schedule = jest.spyOn(asyncScheduler, 'schedule');
    const paused$ = new BehaviorSubject(false);
    const subscription = NEVER.pipe(enforceDeadlines({ silence: 1_000 }, kindOf, paused$)).subscribe();
    for (let i = 0; i < 100; i++) {
      paused$.next(true);
      paused$.next(false);
    }
    expect(schedule).toHaveBeenCalledTimes(1);
    subscription.unsubscribe();
    schedule.mockRestore();
  });

  it('returns the source itself when every deadline is off', () => {
    expect(enforceDeadlines({ silence: 0, total: 0 }, kindOf)(NEVER)).toBe(NEVER);
  });

  it('starts every deadline on subscribe', () => {
    marbles(({ cold, expectObservable }) => {
      for (const name of ['firstContent', 'silence', 'contentGap', 'total'] as const) {
        expectObservable(cold('-').pipe(enforceDeadlines({ [name]: 4 }, kindOf))).toBe('----#', {}, ranOut(name, 4));
      }
    });
  });

  it('reports a deadline that passes as a pause begins, immediately after the pause', () => {
    marbles(({ cold, hot, expectObservable }) => {
      const paused$ = hot('----t-----f', { t: true, f: false });
      const expected = '   ----------#';
      const result = cold('-').pipe(enforceDeadlines({ silence: 4 }, kindOf, paused$));
      expectObservable(result).toBe(expected, {}, ranOut('silence', 4));
    });
  });

  it('does not read the kind of events unless a deadline depends on it', () => {
    const seen: string[] = [];
    const recorded = (event: string) => {
      seen.push(event);
      return kindOf(event);
    };
    for (const name of ['silence', 'total', 'firstContent', 'contentGap'] as const) {
      of(name)
        .pipe(enforceDeadlines({ [name]: 4 }, recorded))
        .subscribe();
    }
    expect(seen).toEqual(['firstContent', 'contentGap']);
  });

  it('unsubscribes from the source and stops its timers on unsubscribe', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-x---------');
      expectObservable(source.pipe(enforceDeadlines({ silence: 4 }, kindOf)), '^--!').toBe('-x-');
      expectSubscriptions(source.subscriptions).toBe('^--!');
    });
  });

  it('keeps no timer in a pause, nor after unsubscribe', () => {
    jest.useFakeTimers();
    const paused$ = new BehaviorSubject(false);
    const subscription = NEVER.pipe(enforceDeadlines({ silence: 10 }, kindOf, paused$)).subscribe();
    paused$.next(true);
    jest.advanceTimersByTime(10);
    expect(jest.getTimerCount()).toBe(0);
    paused$.next(false);
    expect(jest.getTimerCount()).toBe(1);
    subscription.unsubscribe();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });
});
