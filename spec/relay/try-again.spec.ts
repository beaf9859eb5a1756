import { describe, expect, it } from '@jest/globals';
import { concat, concatMap, defer, of, throwError, timer } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { AnthropicError } from '../../lib/index.ts';
import { tryAgain } from '../../lib/relay/try-again.ts';

/** The times of the attempts, and the outcome, of a source that fails until attempt `until`. */
function attempts(until: number, error: Error = new Error('down')) {
  const times: number[] = [];
  const seen: unknown[] = [];
  const scheduler = new TestScheduler((a, b) => expect(a).toEqual(b));
  scheduler.run(() => {
    defer(() => (times.push(scheduler.now()) >= until ? of('up') : throwError(() => error)))
      .pipe(tryAgain(scheduler))
      .subscribe({ next: (value) => seen.push(value), error: (failure: unknown) => seen.push(failure) });
  });
  return { times, seen };
}

describe('tryAgain', () => {
  it('waits twice as long after each failure, up to 1 s', () => {
    expect(attempts(9)).toEqual({ times: [0, 50, 150, 350, 750, 1_550, 2_550, 3_550, 4_550], seen: ['up'] });
  });

  it('passes the error after five minutes', () => {
    const error = new Error('down');
    const { times, seen } = attempts(Infinity, error);
    expect([times.at(-1), seen]).toEqual([300_550, [error]]);
  });

  it.each([
    [0, 300_000, 'up'],
    [0, 300_001, 'down'],
    [200_000, 300_000, 'up'],
  ])('of a source that fails at %d ms and again after %d ms is %s', (began, after, outcome) => {
    const scheduler = new TestScheduler((a, b) => expect(a).toEqual(b));
    let attempts = 0;
    const down = throwError(() => new Error('down'));
    const source = defer(() => {
      attempts += 1;
      if (attempts === 3) return of('up');
      // The second attempt begins after 50 ms.
      return attempts === 1 ? down : timer(after - 50, scheduler).pipe(concatMap(() => down));
    });
    const seen: unknown[] = [];
    scheduler.run(() => {
      timer(began, scheduler)
        .pipe(concatMap(() => source.pipe(tryAgain(scheduler))))
        .subscribe({
          next: (value) => seen.push(value),
          error: (error: unknown) => seen.push((error as Error).message),
        });
    });
    expect(seen).toEqual([outcome]);
  });

  it('starts patience and delays again with each value', () => {
    const scheduler = new TestScheduler((a, b) => expect(a).toEqual(b));
    const times: number[] = [];
    const seen: unknown[] = [];
    const lasts200s = defer(() => {
      times.push(scheduler.now());
      if (times.length === 5) return of('end');
      return concat(of('up'), timer(200_000, scheduler).pipe(concatMap(() => throwError(() => new Error('down')))));
    });
    scheduler.run(() => {
      lasts200s.pipe(tryAgain(scheduler)).subscribe({ next: (value) => seen.push(value) });
    });
    expect(times).toEqual([0, 200_050, 400_100, 600_150, 800_200]);
    expect(seen).toEqual(['up', 'up', 'up', 'up', 'end']);
  });

  it('passes errors of this library immediately', () => {
    const error = new AnthropicError('gone');
    expect(attempts(2, error)).toEqual({ times: [0], seen: [error] });
  });

  it('counts per subscription', () => {
    const scheduler = new TestScheduler((a, b) => expect(a).toEqual(b));
    let failures = 0;
    const source = defer(() => (failures++ % 2 === 0 ? throwError(() => new Error('down')) : of(scheduler.now())));
    const seen: number[] = [];
    scheduler.run(() => {
      const again$ = source.pipe(tryAgain(scheduler));
      timer(0, 1_000, scheduler)
        .pipe(concatMap((count) => (count < 2 ? again$ : throwError(() => new Error('enough')))))
        .subscribe({ next: (time) => seen.push(time), error: () => undefined });
    });
    expect(seen).toEqual([50, 1_050]);
  });
});
