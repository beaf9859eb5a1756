import { describe, expect, it } from '@jest/globals';
import { asyncScheduler, NEVER, of, Subject, take, VirtualTimeScheduler } from 'rxjs';
import { withHeartbeat } from '../../lib/bridges/with-heartbeat.ts';
import { cutAtEveryFrame } from '../support/cut-at-every-frame.ts';
import { marbles } from '../support/marbles.ts';

const every3 = { every: 3, beat: 'p', scheduler: asyncScheduler };

describe('withHeartbeat', () => {
  it.each([
    ['silence from the start', '-----------|', '---p--p--p-|'],
    ['silence between values', '-a----b---c|', '-a--p-b--pc|'],
    ['values in time', 'ab-cd-ef--g|', 'ab-cd-ef--g|'],
    ['an error', '-a-----#', '-a--p--#'],
    ['an empty source', '|', '|'],
  ])('emits a beat after each silence, with %s', (_, source, result) => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold(source).pipe(withHeartbeat(every3))).toBe(result);
    });
  });

  it('keeps its time for each subscription', () => {
    marbles(({ cold, hot, expectObservable }) => {
      const beating$ = cold('-a-----|').pipe(withHeartbeat(every3));
      expectObservable(beating$).toBe('   -a--p--|');
      expectObservable(beating$, '--^').toBe('---a--p--|');
      expectObservable(hot('a-b').pipe(withHeartbeat(every3)), '^------!').toBe('a-b--p-');
    });
  });

  it.each([0, 2 ** 31, Infinity])('is off at %d ms', (every) => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('-a----|').pipe(withHeartbeat({ ...every3, every }))).toBe('-a----|');
    });
  });

  it('waits while its reader is paused or the value may not be followed', () => {
    marbles(({ cold, expectObservable }) => {
      const paused$ = cold('     f---t---f-------', { t: true, f: false });
      const source = cold('      a----------|');
      const paused = '           a--p-----p-|';
      expectObservable(source.pipe(withHeartbeat({ ...every3, paused$ }))).toBe(paused);
      const mayFollow = (value: string) => value !== 'h';
      const halves = cold('      h-----a---------|');
      const expected = '         h-----a--p--p--p|';
      expectObservable(halves.pipe(withHeartbeat({ ...every3, mayFollow }))).toBe(expected);
    });
  });

  it('beats on when the clock is set back', () => {
    const scheduler = new VirtualTimeScheduler();
    let offset = 0;
    scheduler.now = () => scheduler.frame - offset;
    scheduler.schedule(() => (offset = 3_600_000), 150);
    const seen: number[] = [];
    NEVER.pipe(withHeartbeat({ every: 100, beat: 'p', scheduler }), take(4)).subscribe(() =>
      seen.push(scheduler.frame),
    );
    scheduler.flush();
    expect(seen).toEqual([100, 300, 400, 500]);
  });

  it('clears its timer when a consumer unsubscribes in a beat, and after a synchronous source', () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<string>();
    source.pipe(withHeartbeat({ ...every3, scheduler }), take(1)).subscribe();
    of('a')
      .pipe(withHeartbeat({ ...every3, scheduler }))
      .subscribe();
    scheduler.flush();
    expect([scheduler.frame, scheduler.actions.length, source.observed]).toEqual([3, 0, false]);
  });

  it('unsubscribes from the source, in any frame', () =>
    cutAtEveryFrame(9, (cold) => cold('-a-----b-|').pipe(withHeartbeat(every3))));
});
