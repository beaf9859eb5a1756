import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EMPTY, from, NEVER, type Observable, type ObservableInput, Subject, take, VirtualTimeScheduler } from 'rxjs';
import { coalesceText } from '../../lib/operators/coalesce-text.ts';
import { cutAtEveryFrame } from '../support/cut-at-every-frame.ts';
import { reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

describe('coalesceText', () => {
  it('errors for a source of events, before it emits anything', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold<unknown>('-S-B|', reply);
      const message =
        'coalesceText: source: emits values that are not text; pass text, such as source.pipe(textDeltas())';
      const failed = expect.objectContaining({ name: 'InvalidOptionsError', message });
      expectObservable((source as Observable<string>).pipe(coalesceText(4))).toBe('-#', undefined, failed);
      expectSubscriptions(source.subscriptions).toBe('^!');
    });
  });

  it('emits the first piece immediately, and the later text once per interval', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('            -a-b-c-d--------e-|');
      const expected = '               -a---x---d------e-|';
      expectObservable(source.pipe(coalesceText(4))).toBe(expected, { a: 'a', x: 'bc', d: 'd', e: 'e' });
      expectSubscriptions(source.subscriptions).toBe('^-----------------!');
    });
  });

  it('emits the buffered text when the source completes or errors', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('-a-b-c|').pipe(coalesceText(9))).toBe('-a----(x|)', { a: 'a', x: 'bc' });
      expectObservable(cold('-a-b-c#').pipe(coalesceText(9))).toBe('-a----(x#)', { a: 'a', x: 'bc' });
      expectObservable(cold('-a---#').pipe(coalesceText(2))).toBe('-a---#');
      expectObservable(cold('-a-|').pipe(coalesceText(9))).toBe('-a-|');
    });
  });

  it('ends with an empty source and is silent with one that never emits', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      expectObservable(cold('---|').pipe(coalesceText(2))).toBe('---|');
      const never = cold('-');
      expectObservable(never.pipe(coalesceText(2)), '^--!').toBe('-');
      expectSubscriptions(never.subscriptions).toBe('^--!');
    });
  });

  it('follows the ticks of a notifier, subscribed for each run of them', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('                        -abc--d------e--|');
      const frames = hot('                         --f--f--f--f--f--f');
      const expected = '                           -ab--c--d----e--|';
      expectObservable(source.pipe(coalesceText(frames))).toBe(expected);
      expectSubscriptions(frames.subscriptions).toBe(['-^!', '--^--------!', '-------------^!']);
    });
  });

  it('emits the buffered text when the notifier completes, and starts another run with the next piece', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('      -ab----c-|');
      const notifier = cold('     ---|');
      const expected = '         -a--b--c-|';
      expectObservable(source.pipe(coalesceText(notifier))).toBe(expected);
      expectSubscriptions(notifier.subscriptions).toBe(['-^--!', '-------^-!']);
      expectObservable(cold('-ab-c|').pipe(coalesceText(EMPTY))).toBe('-ab-c|');
    });
  });

  it('passes an error of the notifier after the buffered text', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-a-b-c-|');
      expectObservable(source.pipe(coalesceText(cold('---#')))).toBe('-a--(b#)');
      expectSubscriptions(source.subscriptions).toBe('^---!');
    });
  });

  it('unsubscribes from source and notifier, in any frame', () => {
    cutAtEveryFrame(20, (cold) => cold('-ab-c------d-e--|').pipe(coalesceText(3)));
    cutAtEveryFrame(20, (cold) => cold('-ab-c------d-e--|').pipe(coalesceText(cold('--x--x--|'))));
  });

  it('keeps two sources of one operator value apart', () => {
    marbles(({ cold, expectObservable }) => {
      const shared = coalesceText(4);
      expectObservable(cold('-ab--------|').pipe(shared)).toBe('-a---b-----|');
      expectObservable(cold('--a-b-|').pipe(shared)).toBe('     --a---(b|)');
    });
  });

  it('stops a source that emits synchronously as soon as it is unsubscribed', () => {
    let pulled = 0;
    function* endless() {
      while (pulled < 100) yield String(pulled++);
    }
    from(endless()).pipe(coalesceText(EMPTY), take(3)).subscribe();
    expect(pulled).toBe(3);
  });

  it('keeps the order when the consumer makes the source emit', () => {
    const source = new Subject<string>();
    const seen: string[] = [];
    source.pipe(coalesceText(NEVER)).subscribe((text) => {
      seen.push(text);
      if (text === 'a') source.next('b');
    });
    source.next('a');
    source.next('c');
    source.complete();
    expect(seen).toEqual(['a', 'bc']);
  });

  it('loses, adds and reorders nothing', () => {
    const arrivals = fc.array(fc.tuple(fc.nat(9), fc.string({ maxLength: 3 })));
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 9 }), (pieces, duration) => {
        const scheduler = new VirtualTimeScheduler();
        const source = new Subject<string>();
        let seen = '';
        source.pipe(coalesceText(duration, { scheduler })).subscribe((text) => (seen += text));
        let at = 0;
        for (const [gap, text] of pieces) scheduler.schedule(() => source.next(text), (at += gap));
        scheduler.flush();
        expect(seen).toBe(pieces.map(([, text]) => text).join(''));
        expect(scheduler.actions).toEqual([]);
      }),
    );
  });

  it.each<[string, ...unknown[]]>([
    ['duration', undefined],
    ['duration', -1],
    ['duration', Number.NaN],
    ['duration', '50'],
    ['duration', {}],
    ['duration', () => EMPTY],
    ['scheduler', 5, { scheduler: {} }],
  ])('throws InvalidOptionsError for a wrong %s', (path, ...args) => {
    const call = coalesceText as (...args: unknown[]) => unknown; // what JavaScript may pass
    expect(() => call(...args)).toThrow(
      expect.objectContaining({ name: 'InvalidOptionsError', issues: [expect.objectContaining({ path })] }),
    );
  });

  it.each<[string, ObservableInput<unknown>]>([
    ['an Observable', EMPTY],
    ['a promise', Promise.resolve()],
    ['an array', []],
    ['an iterable', new Set()],
    ['a ReadableStream', new ReadableStream()],
  ])('takes %s as a notifier', (_, notifier) => {
    expect(typeof coalesceText(notifier)).toBe('function');
  });
});
